/** Thumbs up or down for an answer, with what would have been right. */

import { post } from "../api.js";
import { element, labelled, refill } from "../dom.js";
import { icon } from "../icons.js";
import { problem } from "../parts/problem.js";
import { say } from "../wording.js";

/** The controls below an answer of a collection. */
export function feedback(footing, collection) {
  const node = element("div", { class: "feedback" });
  const store = async (rating, correction) => {
    try {
      await post("v1/feedback", {
        answer_id: footing.answer_id,
        rating,
        question: footing.question,
        answer: footing.text,
        correction: correction || null,
        collection,
      });
      refill(node, element("p", { class: "thanks", role: "status" }, icon("check"), say("feedback.thanks")));
    } catch (error) {
      refill(node, problem(error), thumbs(node, store));
    }
  };
  return refill(node, thumbs(node, store));
}

function thumbs(node, store) {
  const button = (rating, act) => element("button", {
    type: "button", class: "quiet icon-only", "aria-label": say(`feedback.${rating}`), title: say(`feedback.${rating}`),
    on: { click: act },
  }, icon(rating));
  return [button("up", () => store("up")), button("down", () => askWhy(node, store))];
}

function askWhy(node, store) {
  const correction = element("textarea", { rows: "2", maxlength: "10000" });
  const form = element("form", {
    class: "correction",
    on: {
      submit: (event) => {
        event.preventDefault();
        store("down", correction.value.trim());
      },
    },
  },
  labelled(say("feedback.correction"), correction, say("feedback.hint")),
  element("div", { class: "row" },
    element("button", { type: "submit" }, say("feedback.send")),
    element("button", { type: "button", class: "quiet", on: { click: () => refill(node, thumbs(node, store)) } }, say("cancel"))));
  refill(node, form);
  correction.focus();
}
