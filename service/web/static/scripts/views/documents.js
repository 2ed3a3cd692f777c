/** What a collection holds: add to it, look through it, take from it. */

import { get } from "../api.js";
import { element, labelled, refill } from "../dom.js";
import { documentList } from "../documents/list.js";
import { documentUploads, tripleUploads } from "../documents/uploads.js";
import { icon } from "../icons.js";
import { collectionPicker } from "../parts/collection_picker.js";
import { viewHeader } from "../parts/view_header.js";
import { display } from "../router.js";
import { choose, collection } from "../settings.js";
import { number, say } from "../wording.js";

export const title = "nav.documents";

/** Fill the page's main part. */
export function show(main) {
  const held = element("p", { class: "held" });
  const count = () => counted(held);
  const list = documentList(count);
  const changed = () => {
    count();
    list.reload();
  };
  main.append(
    viewHeader(say("nav.documents"), newCollection(), collectionPicker(display)),
    held,
    documentUploads(changed),
    element("section", { "aria-label": say("documents.list") }, list.node),
    element("details", { class: "triples" },
      element("summary", {}, say("triples")),
      element("p", { class: "hint" }, say("triples.about")),
      tripleUploads(changed)));
  changed();
}

async function counted(node) {
  const { collections } = await get("v1/collections").catch(() => ({ collections: [] }));
  const mine = collections.find(({ name }) => name === collection());
  refill(node, mine && [
    say("documents.held", {
      documents: number(mine.documents), passages: number(mine.passages), triples: number(mine.triples),
    }),
    mine.triples > 0 && [" ", element("a", { href: `graph?collection=${encodeURIComponent(mine.name)}` }, say("graph.look"))],
  ]);
}

function newCollection() {
  return element("button", { type: "button", class: "quiet new", on: { click: named } },
    icon("plus"), say("collection.new"));
}

/** Ask for a name; the collection itself comes into being with its first document. */
function named() {
  const name = element("input", { type: "text", required: true, maxlength: "64", pattern: "[\\p{L}\\p{N}][\\p{L}\\p{N}._\\-]*" });
  const dialog = element("dialog", { class: "confirm", "aria-label": say("collection.new"), on: { close: () => dialog.remove() } },
    element("form", {
      on: {
        submit: (event) => {
          event.preventDefault();
          dialog.close();
          choose("collection", name.value);
          display();
        },
      },
    },
    labelled(say("collection.name"), name, say("collection.nameHint")),
    element("div", { class: "row end" },
      element("button", { type: "button", class: "quiet", on: { click: () => dialog.close() } }, say("cancel")),
      element("button", { type: "submit" }, say("collection.create")))));
  document.body.append(dialog);
  dialog.showModal();
}
