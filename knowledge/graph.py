"""The knowledge graph of one collection: a networkx multigraph kept in step with the store.

Nodes are entities under their comparable name; edges are the ids of triples. Names joined by
an alias triple are one entity. Ranking and extraction are not its business.
"""

import re
import threading
from collections import Counter
from dataclasses import replace
from sys import intern

import networkx as nx

from knowledge.identity import merge_names
from knowledge.names import leads_on, names_of_title
from knowledge.store.base import Store
from knowledge.text import comparable
from knowledge.types import Triple

# Predicates that say "another name of the same thing", in their comparable form.
ALIAS_PREDICATES = frozenset(
    "alias|also known as|abbreviation|acronym|short name|same as|sameas|label|altlabel|alt label|"
    "preflabel|pref label|hidden label|"
    "别名|又称|又名|简称|缩写|全称|英文名|中文名|外文名|本名|原名|即".split("|")
)
# Letters with digits; and what no word of a language is written like.
_COINED = re.compile(r"(?=.*[A-Za-z])(?=.*\d)[A-Za-z0-9.+-]{3,}")
_CODE = re.compile(r"\d|[A-Z]{2}")


class KnowledgeGraph:
    """Entities and triples of a collection in memory. Safe for use from several threads."""

    def __init__(self) -> None:
        self._lock = threading.RLock()
        self._graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
        self._triples: dict[int, Triple] = {}
        # Entities that carry a qualifier, by their name without it: mercury -> mercury (planet).
        self._qualified: dict[str, set[str]] = {}
        # Subjects by the coined name that they begin with: h100 -> h100 sxm.
        self._versions: dict[str, Counter[str]] = {}
        self._aliases: dict[int, Triple] = {}
        self._names: dict[str, frozenset[str]] = {}
        self.sequence = 0

    def __len__(self) -> int:
        return len(self._triples)

    @property
    def entities(self) -> int:
        """How many names the graph knows, aliases counted one by one."""
        return int(self._graph.number_of_nodes())

    def refresh(self, store: Store, collection: str) -> None:
        """Apply what changed in the store since the last time."""
        if self.sequence == store.state(collection).sequence:
            return
        with self._lock, store.snapshot():
            upto = store.state(collection).sequence
            before = set(self._aliases)
            for triple_id in store.removed(collection, "triple", self.sequence, upto).tolist():
                self._remove(triple_id)
            for triple in store.iter_triples(collection, self.sequence, upto):
                self._add(triple)
            self.sequence = upto
            if before != set(self._aliases):
                self._names = merge_names(self._aliases.values())

    def _add(self, triple: Triple) -> None:
        subject, target = _ends(triple)
        for name in (subject, target):
            if name not in self._graph:
                for shorter in _without_qualifier(name):
                    self._qualified.setdefault(shorter, set()).add(name)
        if head := _coined_head(triple.subject):
            self._versions.setdefault(head, Counter())[subject] += 1
        self._graph.add_edge(subject, target, key=triple.id)
        self._triples[triple.id] = _pooled(triple)
        if comparable(triple.predicate) in ALIAS_PREDICATES:
            self._aliases[triple.id] = triple

    def _remove(self, triple_id: int) -> None:
        triple = self._triples.pop(triple_id, None)
        if triple is None:
            return
        ends = _ends(triple)
        self._graph.remove_edge(*ends, key=triple_id)
        self._aliases.pop(triple_id, None)
        if head := _coined_head(triple.subject):
            self._versions[head] -= Counter([ends[0]])
        for name in ends:
            if self._graph.has_node(name) and not self._graph.degree(name):
                self._graph.remove_node(name)
                self._forget(name)

    def _forget(self, name: str) -> None:
        for shorter in _without_qualifier(name):
            carriers = self._qualified.get(shorter, set())
            carriers.discard(name)
            if not carriers:
                self._qualified.pop(shorter, None)

    def knows(self, name: str) -> bool:
        """Whether a comparable name may stand for an entity of the graph, see `called`."""
        return self._graph.has_node(name) or name in self._qualified or self._is_version(name)

    def called(self, name: str) -> list[str]:
        """The entities, by canonical name, that a comparable name may stand for.

        First the one that is called just so, then those that are with a qualifier left out; if
        there are none, the only one whose name is this and one more word, such as `H100 SXM`.
        """
        meant = [name] if self._graph.has_node(name) else []
        meant += sorted(self._qualified.get(name, ()))
        if not meant and self._is_version(name):
            meant += self._versions[name]
        return list(dict.fromkeys(map(self.canonical, meant)))

    def _is_version(self, name: str) -> bool:
        return len(self._versions.get(name, ())) == 1

    def names(self, name: str) -> set[str]:
        """The comparable names of the entity that `name` belongs to, itself included."""
        return set(self._names.get(name, (name,)))

    def canonical(self, name: str) -> str:
        """One name for all names of an entity."""
        return min(self._names.get(name, (name,)))

    def triples_of(self, name: str, limit: int | None = None) -> list[Triple]:
        """Triples with the entity as subject or object, under any of its names, by id."""
        with self._lock:
            return [self._triples[i] for i in sorted(self._edges(name))[:limit]]

    def _edges(self, name: str) -> dict[int, tuple[str, str]]:
        """Triples of an entity by id, each with the comparable names of its ends."""
        found: dict[int, tuple[str, str]] = {}
        for known in self.names(name) & self._graph.nodes:
            for edges in (self._graph.out_edges, self._graph.in_edges):
                for subject, target, triple_id in edges(known, keys=True):
                    found[triple_id] = subject, target
        return found

    def neighbourhood(self, name: str, hops: int, limit: int) -> list[tuple[int, Triple]]:
        """Triples within `hops` of an entity with their distance (1 for its own), nearest first.

        A number or a yes at their end leads no further: many things have it.
        """
        frontier, seen = {self.canonical(name)}, set[str]()
        found: dict[int, tuple[int, Triple]] = {}
        with self._lock:
            for distance in range(1, hops + 1):
                reached = set[str]()
                for entity in sorted(frontier):
                    ends = self._edges(entity)
                    for triple_id in sorted(ends)[:limit]:
                        found.setdefault(triple_id, (distance, self._triples[triple_id]))
                        reached.update(map(self.canonical, filter(leads_on, ends[triple_id])))
                    if len(found) >= limit:
                        return list(found.values())[:limit]
                seen |= frontier
                frontier = reached - seen
        return list(found.values())


def _coined_head(name: str) -> str | None:
    """The first of two words if both are coined: H100 SXM, A100 80GB; no GPT-4 report."""
    words = name.split()
    if len(words) == 2 and _COINED.fullmatch(words[0]) and _CODE.search(words[1]):
        return comparable(words[0])
    return None


def _without_qualifier(name: str) -> list[str]:
    # Most names end in a letter and have none to lose.
    if name[-1:].isalnum():
        return []
    return [shorter for shorter in names_of_title(name) if shorter != name]


def _ends(triple: Triple) -> tuple[str, str]:
    return intern(comparable(triple.subject)), intern(comparable(triple.object))


def _pooled(triple: Triple) -> Triple:
    """The same triple over shared strings: a million triples have few predicates and sources."""
    return replace(
        triple,
        subject=intern(triple.subject),
        predicate=intern(triple.predicate),
        object=intern(triple.object),
        source=intern(triple.source),
    )
