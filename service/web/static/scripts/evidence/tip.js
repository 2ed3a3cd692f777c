/** The card that shows what a sentence stands on, for pointers, fingers and keyboards alike. */

import { element, refill } from "../dom.js";

const card = element("div", { id: "tip", role: "tooltip", class: "tip", hidden: true });
// Long enough to move the pointer from the sentence onto the card.
const PATIENCE_MS = 180;
const MARGIN = 8;
let owner = null;
let leaving = 0;

card.addEventListener("pointerenter", () => clearTimeout(leaving));
card.addEventListener("pointerleave", leave);
document.addEventListener("keydown", (event) => event.key === "Escape" && hideTip());
addEventListener("resize", hideTip);

/** Show a card beside `target` whenever it is pointed at, tapped or focused. */
export function withTip(target, content) {
  const appear = () => show(target, content);
  target.addEventListener("pointerenter", appear);
  target.addEventListener("focus", appear);
  target.addEventListener("click", appear);
  target.addEventListener("pointerleave", leave);
  target.addEventListener("blur", leave);
  return target;
}

export function hideTip() {
  clearTimeout(leaving);
  owner?.removeAttribute("aria-describedby");
  owner = null;
  card.hidden = true;
}

function leave() {
  clearTimeout(leaving);
  leaving = setTimeout(hideTip, PATIENCE_MS);
}

function show(target, content) {
  clearTimeout(leaving);
  if (owner === target) return;
  hideTip();
  owner = target;
  refill(card, content());
  if (!card.isConnected) document.body.append(card);
  card.hidden = false;
  target.setAttribute("aria-describedby", card.id);
  place(target);
}

/** Below the sentence's last line, or above its first where there is no room. */
function place(target) {
  const lines = target.getClientRects();
  const first = lines[0];
  const last = lines[lines.length - 1];
  const { width, height } = card.getBoundingClientRect();
  const wide = document.documentElement.clientWidth;
  const left = Math.max(MARGIN, Math.min(last.left, wide - width - MARGIN));
  const below = last.bottom + MARGIN;
  const fits = below + height <= document.documentElement.clientHeight || first.top < height + MARGIN;
  card.style.left = `${left + scrollX}px`;
  card.style.top = `${(fits ? below : first.top - height - MARGIN) + scrollY}px`;
}
