/** A text whose sentences are coloured by their verdicts and lead to their evidence. */

import { element } from "../dom.js";
import { shortened, unitOffset } from "../offsets.js";
import { percent, say } from "../wording.js";
import { nameOf } from "./citations.js";
import { withTip } from "./tip.js";

export const VERDICTS = ["supported", "contradicted", "unsupported", "not_checkable"];
const MEASURED = new Set(["supported", "unsupported"]);
const EXCERPT = 240;
const EXCERPTS = 3;

/**
 * The text, sentence by sentence.
 *
 * @param checked `{text, claims, citations, highlights?}` as the service gives them.
 * @param open called with a citation and the claim that it was opened from.
 */
export function sentences({ text, claims, citations, highlights = [] }, open) {
  const cited = new Map(citations.map((citation) => [citation.n, citation]));
  const strong = highlights.map(({ start, end }) => [unitOffset(text, start), unitOffset(text, end)]);
  const parts = [];
  let at = 0;
  for (const claim of claims) {
    const [start, end] = [unitOffset(text, claim.start), unitOffset(text, claim.end)];
    parts.push(text.slice(at, start));
    parts.push(sentence(claim, emphasised(text, start, end, strong), cited));
    parts.push(markers(claim, cited, open));
    at = end;
  }
  return element("p", { class: "sentences" }, parts, text.slice(at));
}

/** What the colours mean. */
export function legend() {
  const entries = VERDICTS.map((verdict) =>
    element("li", {}, element("span", { class: `sentence ${verdict}` }, say(`verdict.${verdict}`))),
  );
  return element("ul", { class: "legend", "aria-label": say("verdict.legend") }, entries);
}

function sentence(claim, text, cited) {
  const node = element("span", {
    class: `sentence ${claim.verdict}`,
    role: "button",
    tabindex: "0",
    dataset: { verdict: claim.verdict },
  }, text);
  return withTip(node, () => evidenceOf(claim, cited));
}

function emphasised(text, start, end, strong) {
  const parts = [];
  let at = start;
  for (const [from, to] of strong) {
    // Only a value stands out from its sentence, not a clause that is most of it.
    if (from < at || to > end || 2 * (to - from) > end - start) continue;
    parts.push(text.slice(at, from), element("b", {}, text.slice(from, to)));
    at = to;
  }
  return [...parts, text.slice(at, end)];
}

function markers(claim, cited, open) {
  const numbers = new Set([...claim.citations, ...claim.contradictions]);
  return [...numbers].filter((n) => cited.has(n)).map((n) => {
    const against = claim.contradictions.includes(n);
    const citation = cited.get(n);
    return element("button", {
      type: "button",
      class: against ? "marker against" : "marker",
      "aria-label": say(against ? "citation.openAgainst" : "citation.open", { n, title: nameOf(citation) }),
      on: { click: () => open(citation, claim) },
    }, String(n));
  });
}

function evidenceOf(claim, cited) {
  const against = new Set(claim.contradictions);
  return [
    element("p", { class: `verdict ${claim.verdict}` },
      element("strong", {}, say(`verdict.${claim.verdict}`)),
      " ",
      // What support there is for the opposite, or for no statement at all, would only confuse.
      MEASURED.has(claim.verdict) && say("verdict.support", { share: percent(claim.support) })),
    quotes(claim.citations.filter((n) => !against.has(n)), cited),
    claim.contradictions.length > 0 && element("p", { class: "against" }, say("verdict.against")),
    quotes(claim.contradictions, cited),
    claim.citations.length + claim.contradictions.length === 0
      && element("p", { class: "hint" }, say(`verdict.${claim.verdict}.why`)),
  ];
}

function quotes(numbers, cited) {
  return numbers.filter((n) => cited.has(n)).slice(0, EXCERPTS).map((n) => {
    const citation = cited.get(n);
    return element("blockquote", {},
      element("cite", {}, `[${n}] ${nameOf(citation)}`),
      element("p", {}, shortened(citation.text, EXCERPT)));
  });
}
