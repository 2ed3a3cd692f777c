/** Asks before something is lost. */

import { element } from "../dom.js";
import { say } from "../wording.js";

/** A question with an action and a way out; answers whether the action was chosen. */
export function confirmed(question, action) {
  const no = element("button", { type: "button", class: "quiet" }, say("cancel"));
  const yes = element("button", { type: "button", class: "danger" }, action);
  const text = element("p", { id: "confirm-question" }, question);
  const dialog = element("dialog", { class: "confirm", "aria-labelledby": text.id },
    text, element("div", { class: "row end" }, no, yes));
  document.body.append(dialog);
  return new Promise((resolve) => {
    const finish = (answer) => {
      dialog.remove();
      resolve(answer);
    };
    no.addEventListener("click", () => finish(false));
    yes.addEventListener("click", () => finish(true));
    dialog.addEventListener("cancel", () => finish(false));
    dialog.showModal();
    no.focus();
  });
}
