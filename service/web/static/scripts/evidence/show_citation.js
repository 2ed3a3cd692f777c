/** Opens a citation in the side panel: the passage in its document, or the triples it is. */

import { documentAddress, documentPath, get } from "../api.js";
import { element, refill } from "../dom.js";
import { say } from "../wording.js";
import { hopsOf, isGraph, nameOf, placeOf, placeWithin } from "./citations.js";
import { hopList } from "./hop_list.js";
import { markedText, scrollToMark } from "./marked_text.js";
import { openPanel } from "./panel.js";

/**
 * @param citation as the service gives it.
 * @param collection that its document is in; null for texts that were given.
 * @param exact a sentence to make out within the passage.
 */
export async function showCitation(citation, collection, exact = "") {
  const shown = element("div", {});
  const scrolls = openPanel(
    nameOf(citation),
    element("p", { class: "kind" }, say(`evidence.${citation.kind}`)),
    isGraph(citation) && hopList(hopsOf(citation), collection),
    citation.conflicts?.length > 0 && [
      element("p", { class: "against" }, say("verdict.against")),
      hopList(citation.conflicts, collection),
    ],
    shown,
  );
  if (!collection || !citation.document_id) {
    refill(shown, isGraph(citation)
      ? origins(citation, collection)
      : markedText(citation.text, 0, Infinity, { exact }));
    return;
  }
  refill(shown, element("p", { class: "hint", role: "status" }, say("loading")));
  try {
    const document = await get(documentPath(citation.document_id), { collection });
    const place = placeWithin(document, citation);
    refill(shown,
      element("p", {}, element("a", {
        href: documentAddress(citation.document_id, collection, placeOf(citation)),
      }, say("citation.document"))),
      place && markedText(document.text, place.start, place.end, { exact }));
    scrollToMark(scrolls);
  } catch (error) {
    refill(shown,
      element("p", { class: "problem", role: "alert" }, error.message),
      !isGraph(citation) && markedText(citation.text, 0, Infinity, { exact }));
  }
}

/** Where the triples of a path are from, which may be several documents or none. */
function origins(citation, collection) {
  const stated = hopsOf(citation).filter((hop) => hop.document_id);
  if (!stated.length || !collection) return element("p", { class: "hint" }, say("citation.imported"));
  return element("ul", { class: "hops" }, stated.map((hop) =>
    element("li", {}, element("a", {
      href: documentAddress(hop.document_id, collection, placeOf(hop)),
    }, hop.document_id))));
}
