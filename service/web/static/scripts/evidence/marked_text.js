/** A text with a place in it marked. */

import { element } from "../dom.js";
import { unitOffset } from "../offsets.js";

// Around a passage in the side panel; the whole document is one link away.
const CONTEXT = 1200;

/**
 * The text with its characters from `start` to `end` in a `mark`.
 *
 * @param exact a sentence that stands out within the marked place, if it is there word for word.
 * @param whole show all of the text rather than the surroundings of the place.
 */
export function markedText(text, start, end, { exact = "", whole = false } = {}) {
  const from = unitOffset(text, start);
  const to = from + unitOffset(text.slice(from), end - start);
  const first = whole ? 0 : Math.max(0, from - CONTEXT);
  const last = whole ? text.length : Math.min(text.length, to + CONTEXT);
  return element("div", { class: "document-text" },
    first > 0 && "… ",
    text.slice(first, from),
    element("mark", { id: "passage", tabindex: "-1" }, withExact(text.slice(from, to), exact)),
    text.slice(to, last),
    last < text.length && " …");
}

function withExact(passage, exact) {
  const at = exact ? passage.indexOf(exact) : -1;
  if (at < 0 || exact.length === passage.length) return passage;
  const end = at + exact.length;
  return [
    passage.slice(0, at),
    element("span", { class: "exact" }, passage.slice(at, end)),
    passage.slice(end),
  ];
}

/** Bring the marked place into the middle of what scrolls. */
export function scrollToMark(container) {
  container.querySelector("mark")?.scrollIntoView({ block: "center" });
}
