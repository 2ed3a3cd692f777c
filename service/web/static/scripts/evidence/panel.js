/** The side panel: beside the page where there is room, over it on a phone. */

import { element, refill } from "../dom.js";
import { icon } from "../icons.js";
import { say } from "../wording.js";

const heading = element("h2", { id: "panel-title", tabindex: "-1" });
const body = element("div", { class: "panel-body" });
const bar = element("div", { class: "panel-bar" }, heading);
const panel = element("dialog", { id: "panel", class: "panel", "aria-labelledby": heading.id }, bar, body);
let opener = null;

panel.addEventListener("close", () => {
  document.body.classList.remove("with-panel");
  if (opener?.isConnected) opener.focus();
  opener = null;
});
document.addEventListener("keydown", (event) => event.key === "Escape" && panel.open && panel.close());

/** Open the panel with a title and content; answers the element that scrolls. */
export function openPanel(title, ...content) {
  if (!panel.isConnected) document.body.append(panel);
  if (!panel.open) opener = document.activeElement;
  heading.textContent = title;
  refill(bar, heading, element("button", {
    type: "button", class: "quiet icon-only", "aria-label": say("panel.close"),
    on: { click: () => panel.close() },
  }, icon("close")));
  refill(body, content);
  if (!panel.open) {
    const beside = matchMedia("(min-width: 60rem)").matches;
    document.body.classList.toggle("with-panel", beside);
    if (beside) panel.show();
    else panel.showModal();
  }
  heading.focus({ preventScroll: true });
  body.scrollTop = 0;
  return body;
}

/** Close it without moving the focus: the page around it is going. */
export function closePanel() {
  opener = null;
  if (panel.open) panel.close();
}
