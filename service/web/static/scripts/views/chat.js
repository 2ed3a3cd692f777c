/** Questions and answers. */

import { get } from "../api.js";
import { ask } from "../chat/asking.js";
import { composer } from "../chat/composer.js";
import { begun, keepConversation } from "../chat/conversations.js";
import { historyList } from "../chat/history_list.js";
import { follow, isRunning, turnView } from "../chat/turn.js";
import { element, refill } from "../dom.js";
import { icon } from "../icons.js";
import { collectionPicker } from "../parts/collection_picker.js";
import { viewHeader } from "../parts/view_header.js";
import { display } from "../router.js";
import { choose, collection } from "../settings.js";
import { number, say } from "../wording.js";

export const title = "nav.chat";

let conversation = begun(collection());
let stopping = null;

/** Fill the page's main part. */
export function show(main) {
  if (conversation.collection !== collection()) conversation = begun(collection());
  const turns = element("div", {
    class: "turns", role: "log", "aria-live": "polite", "aria-label": say("chat.log"),
  }, conversation.turns.length
    ? conversation.turns.map((turn) => turnView(turn, conversation.collection))
    : welcome());
  const history = element("div", { class: "history-place" });
  const listHistory = () => refill(history, historyList(conversation.id, open, listHistory));
  listHistory();
  const question = composer({
    running: conversation.turns.some(isRunning),
    submit: (asked) => turn(asked, turns, listHistory),
    stop: () => stopping?.abort(),
  });
  main.append(element("div", { class: "chat" }, history, element("div", { class: "talk" },
    viewHeader(say("nav.chat"), historyToggle(history), newConversation(), collectionPicker(display)),
    turns, question)));
}

function open(chosen) {
  conversation = chosen;
  choose("collection", chosen.collection);
  display();
}

/** Ask the next question; resolves when there is an answer. */
async function turn(asked, turns, listHistory) {
  const mine = conversation;
  const next = { asked };
  if (!mine.turns.length) turns.replaceChildren();
  mine.turns.push(next);
  stopping = new AbortController();
  const { signal } = stopping;
  const finished = follow(next, (progress) => ask(mine, asked, progress, signal));
  const view = turnView(next, mine.collection);
  turns.append(view);
  view.scrollIntoView({ block: "start" });
  await finished;
  view.scrollIntoView({ block: "start" });
  keepConversation(mine);
  listHistory();
}

function newConversation() {
  return element("button", {
    type: "button", class: "quiet new", on: { click: () => open(begun(collection())) },
  }, icon("plus"), say("chat.new"));
}

/** Where there is no room for it beside the conversation, the history hides behind a button. */
function historyToggle(history) {
  const toggle = element("button", {
    type: "button",
    class: "quiet history-toggle",
    "aria-expanded": "false",
    on: {
      click: () => toggle.setAttribute("aria-expanded", String(history.classList.toggle("open"))),
    },
  }, say("history"));
  return toggle;
}

function welcome() {
  const held = element("p", { class: "hint" });
  get("v1/collections").then(({ collections }) => {
    const { documents = 0, triples = 0 } = collections.find(({ name }) => name === collection()) ?? {};
    if (documents + triples > 0) {
      held.textContent = say("chat.held", { documents: number(documents), triples: number(triples) });
    } else {
      refill(held, say("chat.empty"), " ", element("a", { href: "documents" }, say("chat.addDocuments")));
    }
  }).catch((error) => refill(held, error.message));
  return element("div", { class: "welcome" },
    element("p", { class: "invitation" }, say("chat.invitation")),
    element("p", {}, say("chat.promise")),
    held);
}
