/** Earlier conversations: take one up again, or forget them. */

import { element } from "../dom.js";
import { icon } from "../icons.js";
import { shortened } from "../offsets.js";
import { confirmed } from "../parts/confirm.js";
import { moment, say } from "../wording.js";
import { conversations, forget } from "./conversations.js";

const TITLE = 60;

/**
 * @param current the id of the conversation that is open.
 * @param open called with a kept conversation.
 * @param changed called after something was forgotten.
 */
export function historyList(current, open, changed) {
  const kept = conversations();
  const entry = (conversation) => element("li", {},
    element("button", {
      type: "button",
      class: "entry",
      "aria-current": conversation.id === current ? "true" : null,
      title: moment(conversation.created),
      on: { click: () => open(conversation) },
    }, shortened(conversation.turns[0].asked, TITLE)),
    element("button", {
      type: "button",
      class: "quiet icon-only forget",
      "aria-label": say("history.forget", { title: shortened(conversation.turns[0].asked, TITLE) }),
      on: {
        click: () => {
          forget(conversation.id);
          changed();
        },
      },
    }, icon("bin")));
  return element("nav", { class: "history", "aria-label": say("history") },
    element("h2", {}, say("history")),
    kept.length === 0 && element("p", { class: "hint" }, say("history.none")),
    element("ul", {}, kept.map(entry)),
    kept.length > 0 && element("button", {
      type: "button",
      class: "quiet clear",
      on: {
        click: async () => {
          if (!(await confirmed(say("history.clearQuestion"), say("history.clear")))) return;
          forget();
          changed();
        },
      },
    }, say("history.clear")));
}
