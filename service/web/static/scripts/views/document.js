/** One document, with a passage of it marked if the address names one. */

import { documentPath, get } from "../api.js";
import { element, refill } from "../dom.js";
import { placeWithin } from "../evidence/citations.js";
import { markedText, scrollToMark } from "../evidence/marked_text.js";
import { problem } from "../parts/problem.js";
import { viewHeader } from "../parts/view_header.js";
import { collection } from "../settings.js";
import { number, say } from "../wording.js";

export const title = "nav.documents";

/** Fill the page's main part with the document of that id. */
export async function show(main, [id], parameters) {
  const body = element("div", {}, element("p", { class: "hint", role: "status" }, say("loading")));
  main.append(body);
  const from = parameters.get("collection") ?? collection();
  try {
    refill(body, content(await get(documentPath(id), { collection: from }), from, parameters));
  } catch (error) {
    refill(body, viewHeader(id), problem(error));
  }
  scrollToMark(body);
  (body.querySelector("mark") ?? body.querySelector("h1")).focus({ preventScroll: true });
}

function content(document, from, parameters) {
  const place = placeIn(document, parameters);
  return [
    viewHeader(document.title || document.id),
    element("p", { class: "held" },
      element("a", { href: "documents" }, say("document.all", { collection: from })), " · ",
      say("document.about", {
        type: document.media_type,
        characters: number(document.text.length),
        passages: number(document.chunks.length),
      }),
      place && [" · ", element("a", { href: "#passage", class: "to-passage", on: { click: toPassage } }, say("document.toPassage"))]),
    place
      ? markedText(document.text, place.start, place.end, { whole: true })
      : element("div", { class: "document-text" }, document.text),
  ];
}

function toPassage(event) {
  event.preventDefault();
  scrollToMark(event.target.closest("main"));
}

function placeIn(document, parameters) {
  const given = (name) => (/^\d+$/.test(parameters.get(name) ?? "") ? Number(parameters.get(name)) : null);
  return placeWithin(document, { start: given("start"), end: given("end"), chunk_id: given("chunk") });
}
