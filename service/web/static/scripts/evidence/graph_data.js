/** The graph of what an answer stands on: entities, the triples between them, cited passages. */

import { hopsOf, isGraph, nameOf } from "./citations.js";

const MAX_TRIPLES = 14;

/**
 * Nodes and edges for an answer.
 *
 * Cited triples are strong, others of the evidence faint. A cited passage is a node of its own,
 * joined to the entities that it names.
 *
 * @returns `{nodes: [{id, label, kind, cited}], edges: [{from, to, label, cited, kind}]}`
 */
export function answerGraph({ citations, evidence = [] }) {
  const graph = makeGraph();
  for (const citation of citations.filter(isGraph)) graph.add(hopsOf(citation), true, citation.kind);
  for (const item of evidence.filter(isGraph)) {
    if (graph.edges.length < MAX_TRIPLES) graph.add(hopsOf(item), false, item.kind);
  }
  for (const citation of citations.filter((item) => !isGraph(item))) graph.addPassage(citation);
  return withoutIslands(graph.finished());
}

/** Nodes and edges for the neighbourhood of an entity. */
export function neighbourhoodGraph(triples, entity) {
  const graph = makeGraph();
  graph.add(triples, false, "triple");
  const { nodes, edges } = graph.finished();
  const same = (label) => label.toLowerCase() === entity.toLowerCase();
  return { nodes: nodes.map((node) => ({ ...node, cited: same(node.label) })), edges };
}

function makeGraph() {
  const nodes = new Map();
  const edges = [];
  const joined = new Map();

  function entity(name, cited) {
    const id = `entity ${name.toLowerCase()}`;
    const node = nodes.get(id) ?? { id, label: name, kind: "entity", cited: false };
    node.cited ||= cited;
    nodes.set(id, node);
    return id;
  }

  /** Several triples between the same two entities are one line with several labels. */
  function join(edge) {
    const key = [edge.from, edge.to].sort().join("\n");
    const known = joined.get(key);
    if (!known) {
      edges.push(edge);
      joined.set(key, edge);
    } else if (!known.label.split(", ").includes(edge.label)) {
      known.label += `, ${edge.label}`;
    }
  }

  return {
    edges,
    add(hops, cited, kind) {
      for (const { subject, predicate, object } of hops) {
        join({ from: entity(subject, cited), to: entity(object, cited), label: predicate, cited, kind });
      }
    },
    addPassage(citation) {
      const id = `passage ${citation.n}`;
      nodes.set(id, { id, label: nameOf(citation), kind: "passage", cited: true, n: citation.n });
      const said = `${citation.title} ${citation.text}`.toLowerCase();
      for (const node of nodes.values()) {
        if (node.kind === "entity" && said.includes(node.label.toLowerCase())) {
          edges.push({ from: id, to: node.id, label: "", cited: false, kind: "mention" });
        }
      }
    },
    finished: () => ({ nodes: [...nodes.values()], edges }),
  };
}

/** The parts of a graph that something cited belongs to: the rest was found, but not used. */
function withoutIslands({ nodes, edges }) {
  const used = new Set(nodes.filter(({ cited }) => cited).map(({ id }) => id));
  for (let before = -1; before < used.size; ) {
    before = used.size;
    for (const { from, to } of edges) {
      if (used.has(from) || used.has(to)) used.add(from).add(to);
    }
  }
  return {
    nodes: nodes.filter(({ id }) => used.has(id)),
    edges: edges.filter(({ from }) => used.has(from)),
  };
}
