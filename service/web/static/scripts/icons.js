/** The page's few icons, drawn as strokes in the colour of the text around them. */

import { drawn } from "./dom.js";

const PATHS = {
  send: "M12 19V5M6 11l6-6 6 6",
  stop: "M7 7h10v10H7z",
  close: "M6 6l12 12M18 6L6 18",
  plus: "M12 5v14M5 12h14",
  bin: "M4 7h16M9 7V4h6v3M6 7l1 13h10l1-13M10 11v6M14 11v6",
  up: "M7 11v9H4v-9zM7 11l4-8c2 0 3 1 3 3l-1 4h5c2 0 2.500 1.500 2 3l-1.500 5c-.4 1.300-1 2-2.500 2H7",
  file: "M6 3h8l4 4v14H6zM14 3v4h4M9 12h6M9 16h6",
  upload: "M12 16V4M7 9l5-5 5 5M4 15v5h16v-5",
  check: "M5 12.500l4.500 4.500L19 7",
};

/** An icon that says nothing of its own: what it stands on has a label. */
export function icon(name) {
  return drawn(
    "svg",
    { class: `icon icon-${name}`, viewBox: "0 0 24 24", "aria-hidden": "true", focusable: "false" },
    drawn("path", { d: PATHS[name === "down" ? "up" : name] }),
  );
}
