/** The documents of a collection: search, turn pages, open, delete. */

import { documentAddress, documentPath, get, remove } from "../api.js";
import { element, refill } from "../dom.js";
import { icon } from "../icons.js";
import { confirmed } from "../parts/confirm.js";
import { problem } from "../parts/problem.js";
import { collection } from "../settings.js";
import { moment, number, say } from "../wording.js";

const PAGE = 20;
const TYPING_MS = 250;

/** The list; `reload()` reads it again, `changed` is called when a document was deleted. */
export function documentList(changed) {
  const body = element("div", { class: "document-list", "aria-live": "polite" });
  const search = element("input", {
    type: "search", placeholder: say("documents.search"), "aria-label": say("documents.search"),
  });
  // Where each page begins; listings only know the page that follows.
  let starts = [null];
  let latest = 0;

  async function reload() {
    const mine = ++latest;
    try {
      const page = await get("v1/documents", {
        collection: collection(), limit: PAGE, after: starts.at(-1), contains: search.value.trim(),
      });
      if (mine === latest) refill(body, rows(page), pages(page));
    } catch (error) {
      if (mine === latest) refill(body, unknown(error) ? none() : problem(error));
    }
  }

  function none() {
    return element("p", { class: "hint" }, say(search.value.trim() ? "documents.noneFound" : "documents.none"));
  }

  function rows({ documents }) {
    if (!documents.length) return none();
    return element("ul", { class: "documents" }, documents.map((document) => row(document, removed)));
  }

  async function removed(document) {
    try {
      await remove(documentPath(document.id), { collection: collection() });
    } catch (error) {
      refill(body, problem(error));
      return;
    }
    changed();
    await reload();
    search.focus();
  }

  function pages({ next }) {
    const turn = (key, act) => act && element("button", { type: "button", class: "quiet", on: {
      click: () => {
        act();
        reload();
      },
    } }, say(key));
    return element("div", { class: "row pages" },
      turn("documents.previous", starts.length > 1 && (() => starts.pop())),
      turn("documents.next", next && (() => starts.push(next))));
  }

  let typing = 0;
  search.addEventListener("input", () => {
    clearTimeout(typing);
    typing = setTimeout(() => {
      starts = [null];
      reload();
    }, TYPING_MS);
  });
  return { node: element("div", {}, search, body), reload };
}

const unknown = ({ code }) => code === "unknown_collection";

function row(document, removed) {
  const name = document.title || document.id;
  return element("li", {},
    icon("file"),
    element("div", { class: "about" },
      element("a", { href: documentAddress(document.id, collection()) }, name),
      element("p", { class: "hint" }, say("documents.about", {
        characters: number(document.characters),
        passages: number(document.chunks),
        when: moment(document.updated_at),
      }))),
    element("button", {
      type: "button",
      class: "quiet icon-only",
      "aria-label": say("documents.delete", { name }),
      on: {
        click: async () => {
          if (await confirmed(say("documents.deleteQuestion", { name }), say("delete"))) removed(document);
        },
      },
    }, icon("bin")));
}
