/** How good the answers are, as far as anybody measured it: certificates and evaluations. */

import { get } from "../api.js";
import { element, refill } from "../dom.js";
import { problem } from "../parts/problem.js";
import { viewHeader } from "../parts/view_header.js";
import { moment, number, percent, say } from "../wording.js";

export const title = "nav.quality";

const LATEST = 10;
// The figures that say most, by task; all of them are in the report.
const FIGURES = {
  qa: ["coverage", "hallucination_rate", "accuracy_answered", "f1"],
  claims: ["balanced_accuracy", "f1", "auroc"],
  retrieval: ["recall@5", "recall@20", "mrr@10"],
};

/** Fill the page's main part. */
export function show(main) {
  const certificates = element("div", { class: "cards" });
  const evaluations = element("div", { class: "cards" });
  main.append(viewHeader(say("nav.quality")),
    section("quality.promises", "quality.promisesAbout", certificates),
    section("quality.evaluations", "quality.evaluationsAbout", evaluations));
  fill(certificates, async () => (await get("v1/collections")).collections.map(certificate));
  fill(evaluations, latest);
}

function section(heading, about, body) {
  return element("section", {}, element("h2", {}, say(heading)), element("p", { class: "held" }, say(about)), body);
}

async function fill(node, read) {
  refill(node, element("p", { class: "hint", role: "status" }, say("loading")));
  try {
    refill(node, await read());
  } catch (error) {
    refill(node, problem(error));
  }
}

function certificate({ name, threshold, threshold_from: origin, guarantee }) {
  return element("article", { class: `card ${guarantee ? (guarantee.valid ? "valid" : "lost") : ""}` },
    element("h3", {}, name),
    guarantee ? promise(guarantee) : element("p", {}, say("certificate.none")),
    element("p", { class: "hint" }, say("certificate.threshold", { share: percent(threshold, 1) }), " ", say(`certificate.from.${origin}`)));
}

function promise(guarantee) {
  return [
    element("p", {}, element("strong", {}, say(guarantee.valid ? "certificate.valid" : "certificate.lost"))),
    element("p", {}, say("certificate.promise", {
      risk: percent(guarantee.risk, 1),
      confidence: percent(guarantee.confidence, 1),
    })),
    element("p", { class: "hint" }, say("certificate.basis", {
      cases: number(guarantee.cases), answered: number(guarantee.answered), errors: number(guarantee.errors),
    })),
    guarantee.reasons.length > 0 && element("ul", {}, guarantee.reasons.map((reason) => element("li", {}, reason))),
  ];
}

async function latest() {
  const { evaluations } = await get("v1/evaluations");
  if (!evaluations.length) return element("p", { class: "hint" }, say("quality.noEvaluations"));
  const shown = evaluations.slice(0, LATEST);
  const details = await Promise.all(shown.map(({ id, status }) =>
    status === "finished" ? get(`v1/evaluations/${id}`) : null));
  return shown.map((evaluation, at) => card(evaluation, details[at]?.summary));
}

function card(evaluation, summary) {
  return element("article", { class: "card" },
    element("h3", {}, evaluation.name || say("evaluation.unnamed", { id: evaluation.id })),
    element("p", { class: "hint" }, say("evaluation.about", {
      task: say(`evaluation.task.${evaluation.task}`),
      collection: evaluation.collection,
      cases: number(evaluation.cases),
      when: moment(evaluation.created),
    })),
    summary ? figures(evaluation.task, summary) : element("p", {}, say(`evaluation.${evaluation.status}`, {
      done: number(evaluation.done), cases: number(evaluation.cases),
    })),
    evaluation.error && element("p", { class: "problem" }, evaluation.error),
    summary && element("p", {}, element("a", { href: `v1/evaluations/${evaluation.id}/report`, target: "_blank" }, say("evaluation.report"))));
}

function figures(task, summary) {
  const present = FIGURES[task].filter((name) => typeof summary[name] === "number");
  return element("dl", { class: "figures" }, present.map((name) =>
    element("div", {}, element("dt", {}, say(`figure.${name}`)), element("dd", {}, percent(summary[name], 1)))));
}
