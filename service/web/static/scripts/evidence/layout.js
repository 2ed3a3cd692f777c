/**
 * Places the nodes of a small graph so that joined ones are near and none cover each other.
 *
 * Fruchterman and Reingold, "Graph drawing by force-directed placement", Software: Practice and
 * Experience 21 (1991), begun on a circle so that the same graph always looks the same.
 */

const ROUNDS = 300;
const DISTANCE = 115;
// Towards the middle, so that parts that nothing joins stay together.
const GRAVITY = 0.8;
// Labels are wide and flat, so nodes have to keep further apart sideways.
const STRETCH = 1.35;

/** Positions `[{x, y}]` of the nodes, in their order; edges name nodes by `from` and `to`. */
export function placed(nodes, edges) {
  const index = new Map(nodes.map(({ id }, at) => [id, at]));
  const joined = edges.map(({ from, to }) => [index.get(from), index.get(to)]);
  const points = nodes.map((_, at) => {
    const angle = (2 * Math.PI * at) / nodes.length;
    const radius = (DISTANCE * Math.sqrt(nodes.length)) / 2;
    return { x: radius * Math.cos(angle), y: radius * Math.sin(angle) };
  });
  for (let round = 0; round < ROUNDS; round++) {
    const heat = (DISTANCE / 2) * (1 - round / ROUNDS);
    move(points, forces(points, joined), heat);
  }
  return points.map(({ x, y }) => ({ x: x * STRETCH, y }));
}

function forces(points, joined) {
  const pull = points.map(({ x, y }) => ({ x: -x * GRAVITY, y: -y * GRAVITY }));
  for (let a = 0; a < points.length; a++) {
    for (let b = a + 1; b < points.length; b++) {
      push(points, pull, a, b, (distance) => (DISTANCE * DISTANCE) / distance);
    }
  }
  for (const [a, b] of joined) {
    if (a !== b) push(points, pull, a, b, (distance) => -(distance * distance) / DISTANCE);
  }
  return pull;
}

function push(points, pull, a, b, strength) {
  const [dx, dy] = [points[a].x - points[b].x, points[a].y - points[b].y];
  const distance = Math.max(1, Math.hypot(dx, dy));
  const force = strength(distance) / distance;
  pull[a].x += dx * force;
  pull[a].y += dy * force;
  pull[b].x -= dx * force;
  pull[b].y -= dy * force;
}

function move(points, pull, heat) {
  points.forEach((point, at) => {
    const length = Math.hypot(pull[at].x, pull[at].y) || 1;
    const step = Math.min(length, heat) / length;
    point.x += pull[at].x * step;
    point.y += pull[at].y * step;
  });
}
