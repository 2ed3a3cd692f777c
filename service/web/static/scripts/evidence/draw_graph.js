/** Draws a graph as SVG, with the same in words below it. */

import { withParameters } from "../api.js";
import { drawn, element } from "../dom.js";
import { shortened } from "../offsets.js";
import { say } from "../wording.js";
import { hopList } from "./hop_list.js";
import { placed } from "./layout.js";

const LABEL = 22;
const NAMED = 24;
const MARGIN = { x: 100, y: 44 };
// A graph of two nodes is not blown up to the width of the page.
const LEAST_WIDTH = 640;
const RADIUS = 8;

/** The drawing and its triples as a list, for a graph of `graph_data.js`. */
export function drawGraph({ nodes, edges }, collection) {
  const points = new Map(placed(nodes, edges).map((point, at) => [nodes[at].id, point]));
  const labels = new Map(nodes.map(({ id, label }) => [id, label]));
  const triples = edges
    .filter(({ kind }) => kind !== "mention")
    .map(({ from, to, label }) => ({ subject: labels.get(from), predicate: label, object: labels.get(to) }));
  return element("figure", { class: "graph" },
    drawn("svg", {
      viewBox: frame([...points.values()]),
      role: "group",
      "aria-label": say("graph.drawing", { entities: nodes.length, triples: triples.length }),
    }, edges.map((edge) => edgeOf(edge, points)), nodes.map((node) => nodeOf(node, points.get(node.id), collection))),
    element("figcaption", {}, triples.length > 0 && hopList(triples, collection)));
}

function frame(points) {
  const [xs, ys] = [points.map(({ x }) => x), points.map(({ y }) => y)];
  const [left, right] = [Math.min(...xs) - MARGIN.x, Math.max(...xs) + MARGIN.x];
  const [top, bottom] = [Math.min(...ys) - MARGIN.y, Math.max(...ys) + MARGIN.y];
  const width = Math.max(right - left, LEAST_WIDTH);
  return [(left + right - width) / 2, top, width, bottom - top].map(Math.round).join(" ");
}

function edgeOf({ from, to, label, cited, kind }, points) {
  const [a, b] = [points.get(from), points.get(to)];
  return drawn("g", { class: `edge ${kind}${cited ? " cited" : ""}` },
    drawn("line", { x1: a.x, y1: a.y, x2: b.x, y2: b.y }),
    label && drawn("text", { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 - 4 }, shortened(label, NAMED)));
}

function nodeOf({ label, kind, cited, n }, { x, y }, collection) {
  const shape = kind === "passage"
    ? [
        drawn("rect", { x: x - 11, y: y - 11, width: 22, height: 22, rx: 5 }),
        drawn("text", { class: "number", x, y: y + 4 }, n),
      ]
    : drawn("circle", { cx: x, cy: y, r: RADIUS });
  const content = [
    drawn("title", {}, label),
    shape,
    drawn("text", { x, y: y + 28 }, shortened(label, LABEL)),
  ];
  const look = `node ${kind}${cited ? " cited" : ""}`;
  if (kind === "passage" || !collection) return drawn("g", { class: look }, content);
  return drawn("a", { class: look, href: withParameters("graph", { entity: label, collection }) }, content);
}
