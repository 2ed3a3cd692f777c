/** Chooses the collection that questions and documents belong to. */

import { get } from "../api.js";
import { element, refill } from "../dom.js";
import { choose, collection } from "../settings.js";
import { say } from "../wording.js";

/**
 * A labelled list of collections; `changed` is called when another is chosen.
 *
 * A collection that was chosen and holds nothing yet stays in the list: the first document makes it.
 */
export function collectionPicker(changed) {
  const select = element("select", { id: "collection", on: {
    change: () => {
      choose("collection", select.value);
      changed();
    },
  } });
  fill(select, [collection()]);
  get("v1/collections")
    .then((found) => fill(select, found.collections.map(({ name }) => name)))
    .catch(() => {}); // the view that the picker is in says what is wrong
  return element("div", { class: "picker" },
    element("label", { for: select.id }, say("collection")), select);
}

function fill(select, names) {
  const all = [...new Set([...names, collection()])].sort();
  refill(select, all.map((name) => element("option", { value: name, selected: name === collection() }, name)));
}
