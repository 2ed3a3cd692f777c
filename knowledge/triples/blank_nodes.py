"""Names for the nodes of an RDF file that have none: the same each time the file is read.

A name is a digest of all that is said of a node, down to what that leads to, and of the named
things that lead to it. Nodes of which all this is the same become one. Knows nothing of labels.
"""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping

from rdflib.term import Node

Statement = tuple[Node, Node, Node]
_DIGEST_BYTES = 6


def name_blank_nodes(statements: Iterable[Statement], nodes: set[Node]) -> dict[Node, str]:
    """A name for each of `nodes`, which are those that have none."""
    around = _Around(statements, nodes)
    found: dict[Node, str] = {}
    # First those that lead to named things only, then those that lead to these, and so on.
    waiting = {node: len(around.leads_to(node)) for node in nodes}
    ready = [node for node in nodes if not waiting[node]]
    while ready:
        node = ready.pop()
        found[node] = around.digest(node, found)
        for user in around.users[node]:
            waiting[user] -= 1
            if not waiting[user]:
                ready.append(user)
    found |= _in_circles([node for node in nodes if node not in found], around, found)
    return {node: f"unnamed {digest}" for node, digest in found.items()}


class _Around:
    """The statements around nodes without names."""

    def __init__(self, statements: Iterable[Statement], nodes: set[Node]) -> None:
        self._nodes = nodes
        self._said: defaultdict[Node, list[tuple[str, Node]]] = defaultdict(list)
        self._led_from: defaultdict[Node, list[str]] = defaultdict(list)
        self.users: defaultdict[Node, list[Node]] = defaultdict(list)
        for subject, predicate, value in statements:
            if subject in nodes:
                self._said[subject].append((str(predicate), value))
                self.users[value].append(subject)
            elif value in nodes:
                self._led_from[value].append(f"{subject} {predicate}")

    def leads_to(self, node: Node) -> list[Node]:
        """The nodes without names that a node leads to."""
        return [value for _, value in self._said[node] if value in self._nodes]

    def digest(self, node: Node, known: Mapping[Node, str]) -> str:
        """Of what is said of a node, with what is known of the others by now."""
        said = sorted(
            (p, f"_:{known[v]}" if v in self._nodes else v.n3()) for p, v in self._said[node]
        )
        text = repr((said, sorted(self._led_from[node])))
        return hashlib.blake2b(
            text.encode("utf-8", "replace"), digest_size=_DIGEST_BYTES
        ).hexdigest()


def _in_circles(nodes: list[Node], around: _Around, found: Mapping[Node, str]) -> dict[Node, str]:
    """Digests of nodes that lead back to themselves or to such.

    Told apart by what they lead to, one step further in each round, until no two part any more.
    """
    digests, kinds = dict.fromkeys(nodes, ""), 0
    while len(set(digests.values())) > kinds:
        kinds = len(set(digests.values()))
        known = {**found, **digests}
        digests = {node: around.digest(node, known) for node in nodes}
    return digests
