/** Triples in words. */

import { withParameters } from "../api.js";
import { element } from "../dom.js";

/** Triples as a list, their ends linked to their surroundings in the graph. */
export function hopList(hops, collection) {
  const end = (name) => collection
    ? element("a", { href: withParameters("graph", { entity: name, collection }) }, name)
    : name;
  return element("ul", { class: "hops" }, hops.map(({ subject, predicate, object }) =>
    element("li", {}, end(subject), " ", element("span", { class: "predicate" }, predicate), " ", end(object))));
}
