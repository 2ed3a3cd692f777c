/** A question and what becomes of it: a status while it is worked on, then the answer. */

import { element, refill } from "../dom.js";
import { problem } from "../parts/problem.js";
import { say } from "../wording.js";
import { answer } from "./answer.js";

// What runs, by turn: it goes on while another view is shown. `{status, text, watchers}`
const running = new Map();

/** Follow `work(progress)`, which fills in `turn.text` and `turn.footing`, wherever it is shown. */
export async function follow(turn, work) {
  const state = { status: say("chat.searching"), text: "", watchers: new Set() };
  running.set(turn, state);
  const tell = () => state.watchers.forEach((watcher) => watcher());
  try {
    Object.assign(turn, await work((news) => {
      Object.assign(state, news);
      tell();
    }));
  } catch (error) {
    turn.error = error.name === "AbortError" ? new Error(say("chat.stopped")) : error;
  } finally {
    running.delete(turn);
    tell();
  }
}

export const isRunning = (turn) => running.has(turn);

/** The turn as it stands, kept up to date as long as it is on the page. */
export function turnView(turn, collection) {
  const reply = element("div", { class: "reply" });
  const node = element("article", { class: "turn", "aria-label": turn.asked },
    element("p", { class: "asked" }, turn.asked), reply);
  const state = running.get(turn);
  const paint = () => {
    if (running.has(turn)) waiting(reply, state);
    else refill(reply, turn.error ? problem(turn.error) : answer(turn, collection));
    node.setAttribute("aria-busy", String(running.has(turn)));
  };
  state?.watchers.add(paint);
  paint();
  return node;
}

function waiting(reply, { status, text }) {
  if (text) {
    refill(reply, element("p", { class: "sentences" }, text));
  } else if (reply.firstChild?.textContent !== status) {
    refill(reply, element("p", { class: "status" }, status));
  }
}
