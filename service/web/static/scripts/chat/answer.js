/** An answer with what it stands on, or a refusal with why and what came nearest. */

import { element } from "../dom.js";
import { hopsOf, isGraph, nameOf } from "../evidence/citations.js";
import { drawGraph } from "../evidence/draw_graph.js";
import { answerGraph } from "../evidence/graph_data.js";
import { hopList } from "../evidence/hop_list.js";
import { sentences } from "../evidence/sentences.js";
import { showCitation } from "../evidence/show_citation.js";
import { shortened } from "../offsets.js";
import { percent, say } from "../wording.js";
import { feedback } from "./feedback.js";

const NEAREST = 3;
const EXCERPT = 220;

/** Everything about a finished turn, in the order in which it is read. */
export function answer({ asked, text, footing }, collection) {
  if (!footing) return element("p", { class: "sentences" }, text); // a client's chore, not a question
  return [
    footing.question !== asked.trim()
      && element("p", { class: "understood" }, say("answer.understood", { question: footing.question })),
    footing.status === "abstained" ? refusal(footing, collection) : answered(footing, collection),
    steps(footing.trace ?? []),
    feedback(footing, collection),
  ];
}

function answered(footing, collection) {
  const open = (citation, claim) => showCitation(citation, collection, claim?.text);
  return [
    sentences(footing, open),
    footing.status === "partial" && element("p", { class: "note" }, say("answer.partial")),
    sources(footing, open),
    element("p", { class: "support" }, say("answer.support", {
      support: percent(footing.support), threshold: percent(footing.threshold),
    }), " ", promise(footing.guarantee)),
    (footing.disclaimers ?? []).map((text) => element("p", { class: "disclaimer" }, text)),
    graph(footing, collection),
  ];
}

function promise(guarantee) {
  if (!guarantee) return null;
  const figures = { risk: percent(guarantee.risk, 1), confidence: percent(guarantee.confidence, 1) };
  return say(guarantee.valid ? "answer.guarantee" : "answer.guaranteeLost", figures);
}

function sources({ claims, citations }, open) {
  const used = new Set(claims.flatMap((claim) => [...claim.citations, ...claim.contradictions]));
  const shown = citations.filter(({ n }) => used.has(n));
  if (!shown.length) return null;
  return element("section", { class: "sources" },
    element("h3", {}, say("answer.sources")),
    element("ol", {}, shown.map((citation) =>
      element("li", {}, element("button", {
        type: "button", class: "source", on: { click: () => open(citation, claimOf(citation, claims)) },
      }, element("span", { class: "number" }, String(citation.n)), nameOf(citation),
      isGraph(citation) && element("span", { class: "kind" }, say(`evidence.${citation.kind}`)))))));
}

function steps(trace) {
  if (!trace.length) return null;
  return element("details", { class: "trace" },
    element("summary", {}, say("answer.trace")),
    element("ol", {}, trace.map(({ detail, ms }) =>
      element("li", {}, detail, " ", ms >= 1 && element("span", { class: "time" }, `${Math.round(ms)} ms`)))));
}

const claimOf = ({ n }, claims) => claims.find(({ citations }) => citations.includes(n));

function graph(footing, collection) {
  const data = answerGraph(footing);
  if (!data.edges.length) return null;
  const body = element("div", {});
  return element("details", {
    class: "evidence-graph",
    // Placing the nodes takes a moment that nobody waits for who does not look.
    on: { toggle: () => body.hasChildNodes() || body.append(drawGraph(data, collection)) },
  }, element("summary", {}, say("answer.graph")), body);
}

function refusal(footing, collection) {
  const nearest = footing.evidence.filter((item) => !isGraph(item)).slice(0, NEAREST);
  const triples = footing.evidence.filter(isGraph).slice(0, NEAREST);
  return element("div", { class: "refusal" },
    element("p", { class: "dont-know" }, footing.text),
    element("p", { class: "reason" }, say(`reason.${footing.abstain_reason}`)),
    nearest.length > 0 && [
      element("h3", {}, say("answer.nearest")),
      element("ul", { class: "nearest" }, nearest.map((item) => near(item, collection))),
    ],
    triples.length > 0 && [
      element("h3", {}, say("answer.nearestTriples")),
      hopList(triples.flatMap(hopsOf), collection),
    ]);
}

function near(item, collection) {
  return element("li", {},
    element("button", { type: "button", class: "source", on: { click: () => showCitation(item, collection) } }, nameOf(item)),
    element("p", {}, shortened(item.text, EXCERPT)));
}
