/** What every view has around it: name, navigation, language, appearance. */

import { element } from "./dom.js";
import { appearance, choose, language } from "./settings.js";
import { say } from "./wording.js";

const PLACES = [["", "nav.chat"], ["documents", "nav.documents"], ["check", "nav.check"], ["quality", "nav.quality"]];
const LANGUAGES = [["en", "English"], ["zh", "中文"]];
const APPEARANCES = ["system", "light", "dark"];

/** The frame's parts; `changed` is called when the page has to be drawn again. */
export function frame(changed) {
  return [
    element("a", { class: "skip", href: "#main", on: { click: toMain } }, say("skip")),
    element("header", { class: "top" },
      element("a", { class: "brand", href: "./" }, element("img", { src: "assets/icon.svg", alt: "", width: "28", height: "28" }), "Footing"),
      element("nav", { class: "places", "aria-label": say("nav") }, PLACES.map(place)),
      element("div", { class: "choices" },
        select("language", say("language"), LANGUAGES, language(), changed),
        select("appearance", say("appearance"), APPEARANCES.map((value) => [value, say(`appearance.${value}`)]), appearance(), () => {}))),
  ];
}

function toMain(event) {
  event.preventDefault();
  document.querySelector("main h1").focus();
}

function place([path, key]) {
  const address = new URL(path || "./", document.baseURI).pathname;
  const here = path ? location.pathname.startsWith(address) : location.pathname === address;
  return element("a", { href: path || "./", "aria-current": here ? "page" : null }, say(key));
}

function select(name, label, options, chosen, changed) {
  const node = element("select", {
    "aria-label": label,
    title: label,
    id: name,
    on: {
      change: () => {
        choose(name, node.value);
        changed();
      },
    },
  }, options.map(([value, text]) => element("option", { value, selected: value === chosen, lang: name === "language" ? value : null }, text)));
  return node;
}
