/** Puts the page together: its frame, and in it the view that belongs to the address. */

import { element, refill } from "./dom.js";
import { closePanel } from "./evidence/panel.js";
import { hideTip } from "./evidence/tip.js";
import { frame } from "./frame.js";
import { display, follow } from "./router.js";
import { language } from "./settings.js";
import * as chat from "./views/chat.js";
import * as check from "./views/check.js";
import * as documentView from "./views/document.js";
import * as documents from "./views/documents.js";
import * as graph from "./views/graph.js";
import * as quality from "./views/quality.js";
import { loadWording, say } from "./wording.js";

const VIEWS = [
  [/^$/, chat],
  [/^documents\/(.+)$/, documentView],
  [/^documents\/?$/, documents],
  [/^check\/?$/, check],
  [/^quality\/?$/, quality],
  [/^graph\/?$/, graph],
];

let first = true;

function show(view, groups, parameters) {
  closePanel();
  hideTip();
  document.documentElement.lang = language();
  document.title = `${say(view.title)} · Footing`;
  const main = element("main", { id: "main", class: `view ${view.title.replaceAll(".", "-")}` });
  refill(document.body, frame(display), main);
  scrollTo(0, 0);
  view.show(main, groups, parameters);
  // A screen reader has to hear that the page is another one now; on arrival it reads the title.
  if (!first) main.querySelector("h1")?.focus({ preventScroll: true });
  first = false;
}

await loadWording();
follow(VIEWS, show);
