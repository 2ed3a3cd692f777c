/** The heading of a view, with what belongs beside it. */

import { element } from "../dom.js";

export const viewHeader = (title, ...controls) =>
  element("header", { class: "view-header" }, element("h1", { tabindex: "-1" }, title),
    element("div", { class: "row" }, controls));
