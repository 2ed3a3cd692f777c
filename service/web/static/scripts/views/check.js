/** Checks a text that somebody wrote, sentence by sentence, against sources. */

import { post } from "../api.js";
import { element, labelled, refill } from "../dom.js";
import { legend, sentences } from "../evidence/sentences.js";
import { showCitation } from "../evidence/show_citation.js";
import { icon } from "../icons.js";
import { collectionPicker } from "../parts/collection_picker.js";
import { problem } from "../parts/problem.js";
import { viewHeader } from "../parts/view_header.js";
import { collection } from "../settings.js";
import { percent, say } from "../wording.js";

export const title = "nav.check";

// Kept while other views are shown, and when the language changes.
const draft = { answer: "", question: "", against: "sources", sources: [{ title: "", text: "" }] };

/** Fill the page's main part. */
export function show(main) {
  const result = element("div", { class: "check-result", "aria-live": "polite" });
  const against = element("div", {});
  const button = element("button", { type: "submit" }, say("check.check"));
  const form = element("form", {
    class: "check",
    on: {
      submit: async (event) => {
        event.preventDefault();
        button.disabled = true;
        refill(result, element("p", { class: "status" }, say("check.checking")));
        refill(result, await checked());
        button.disabled = false;
        result.scrollIntoView({ block: "nearest" });
      },
    },
  },
  field(say("check.answer"), draft, "answer", { rows: "5", required: true }),
  field(say("check.question"), draft, "question", { maxlength: "10000" }, "input"),
  choice(against), against,
  element("div", { class: "row" }, button));
  paintAgainst(against);
  main.append(viewHeader(say("nav.check")), element("p", { class: "held" }, say("check.about")), form, result);
}

async function checked() {
  const fromSources = draft.against === "sources";
  const held = fromSources ? null : collection();
  const given = draft.sources.filter(({ text }) => text.trim());
  try {
    const result = await post("v1/check", {
      answer: draft.answer,
      question: draft.question.trim() || null,
      ...(fromSources ? { sources: given } : { collection: held }),
    });
    const open = (citation, claim) => showCitation(citation, held, claim.text);
    return [
      element("p", { class: `outcome ${result.grounded ? "supported" : "contradicted"}` },
        element("strong", {}, say(result.grounded ? "check.grounded" : "check.notGrounded")), " ",
        say("check.weakest", { share: percent(result.support) })),
      sentences({ ...result, text: draft.answer, citations: result.citations.map(named) }, open),
      result.truncated && element("p", { class: "note" }, say("check.truncated")),
      legend(),
    ];
  } catch (error) {
    return problem(error);
  }
}

/** Sources without a title are known by their number. */
function named(citation) {
  const [, n] = /^source-(\d+)$/.exec(citation.document_id ?? "") ?? [];
  return citation.title || !n ? citation : { ...citation, title: say("check.source", { n }) };
}

function choice(against) {
  const option = (value) => {
    const radio = element("input", {
      type: "radio", name: "against", value, checked: draft.against === value,
      on: {
        change: () => {
          draft.against = value;
          paintAgainst(against);
        },
      },
    });
    return element("label", { class: "choice" }, radio, say(`check.against.${value}`));
  };
  return element("fieldset", {}, element("legend", {}, say("check.against")), option("sources"), option("collection"));
}

function paintAgainst(against) {
  if (draft.against === "collection") {
    refill(against, collectionPicker(() => {}));
    return;
  }
  refill(against,
    draft.sources.map((source, at) => sourceFields(source, at, () => paintAgainst(against))),
    element("button", {
      type: "button",
      class: "quiet new",
      on: {
        click: () => {
          draft.sources.push({ title: "", text: "" });
          paintAgainst(against);
        },
      },
    }, icon("plus"), say("check.addSource")));
}

function sourceFields(source, at, repaint) {
  const n = at + 1;
  return element("fieldset", { class: "source-fields" },
    element("legend", {}, say("check.source", { n })),
    field(say("check.sourceTitle"), source, "title", { maxlength: "1000" }, "input"),
    field(say("check.sourceText"), source, "text", { rows: "4", required: true }),
    draft.sources.length > 1 && element("button", {
      type: "button",
      class: "quiet",
      on: {
        click: () => {
          draft.sources.splice(at, 1);
          repaint();
        },
      },
    }, say("check.removeSource", { n })));
}

function field(text, holder, name, attributes, kind = "textarea") {
  const box = element(kind, { ...attributes, on: { input: () => { holder[name] = box.value; } } });
  box.value = holder[name];
  return labelled(text, box);
}
