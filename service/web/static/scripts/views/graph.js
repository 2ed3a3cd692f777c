/** What the knowledge graph holds around an entity. */

import { documentAddress, get, withParameters } from "../api.js";
import { element, labelled, refill } from "../dom.js";
import { drawGraph } from "../evidence/draw_graph.js";
import { neighbourhoodGraph } from "../evidence/graph_data.js";
import { problem } from "../parts/problem.js";
import { viewHeader } from "../parts/view_header.js";
import { go } from "../router.js";
import { collection } from "../settings.js";
import { say } from "../wording.js";

export const title = "graph";

// More cannot be drawn so that it can be read.
const DRAWN = 24;

/** Fill the page's main part with the entity that the address names. */
export async function show(main, _, parameters) {
  const entity = parameters.get("entity") ?? "";
  const from = parameters.get("collection") ?? collection();
  const found = element("div", { "aria-live": "polite" });
  main.append(viewHeader(entity || say("graph")), search(entity, from), found);
  if (!entity) return;
  try {
    const graph = await get("v1/graph", { entity, collection: from, limit: DRAWN });
    refill(found, graph.triples.length ? surroundings(graph, entity, from) : element("p", { class: "hint" }, say("graph.none")));
  } catch (error) {
    refill(found, problem(error));
  }
}

function surroundings(graph, entity, from) {
  const documents = [...new Set(graph.triples.map((triple) => triple.document_id).filter(Boolean))];
  return [
    graph.names.length > 1 && element("p", { class: "held" }, say("graph.names", { names: graph.names.join(", ") })),
    drawGraph(neighbourhoodGraph(graph.triples, entity), from),
    graph.truncated && element("p", { class: "hint" }, say("graph.truncated", { n: DRAWN })),
    documents.length > 0 && element("section", {},
      element("h2", {}, say("graph.documents")),
      element("ul", {}, documents.map((id) => element("li", {}, element("a", { href: documentAddress(id, from) }, id))))),
  ];
}

function search(entity, from) {
  const name = element("input", { type: "search", value: entity, required: true, maxlength: "500" });
  return element("form", {
    class: "row search",
    on: {
      submit: (event) => {
        event.preventDefault();
        go(withParameters("graph", { entity: name.value.trim(), collection: from }));
      },
    },
  }, labelled(say("graph.entity"), name), element("button", { type: "submit" }, say("graph.show")));
}
