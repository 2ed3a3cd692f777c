/** Where questions are written. */

import { element, refill } from "../dom.js";
import { icon } from "../icons.js";
import { say } from "../wording.js";

/**
 * A form for one question at a time.
 *
 * @param running whether an answer is being waited for already.
 * @param submit called with a question; resolves when it is answered.
 * @param stop called when the waiting shall end.
 */
export function composer({ running, submit, stop }) {
  const box = element("textarea", {
    id: "question",
    rows: "1",
    maxlength: "10000",
    placeholder: say("chat.placeholder"),
    "aria-label": say("chat.question"),
    on: {
      keydown: (event) => {
        // Enter also chooses among candidates while Chinese is typed.
        if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
        event.preventDefault();
        form.requestSubmit();
      },
    },
  });
  const button = element("button", { type: "submit", class: "send icon-only" });
  const work = (now) => {
    running = now;
    const act = running ? "stop" : "send";
    button.setAttribute("aria-label", say(`chat.${act}`));
    refill(button, icon(act));
  };
  const form = element("form", {
    class: "composer",
    on: {
      submit: async (event) => {
        event.preventDefault();
        const asked = box.value.trim();
        if (running) {
          if (event.submitter) stop(); // the button, not the key
        } else if (asked) {
          box.value = "";
          work(true);
          await submit(asked);
          work(false);
        }
      },
    },
  }, box, button);
  work(running);
  return form;
}
