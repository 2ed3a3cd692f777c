"""Which names are one entity: alias triples decide, and every merge can be traced to them.

Nothing is rewritten: names are joined while the alias triples are there and apart when they go.
A short name that texts explain in two ways ("PCA") joins nothing: it stays ambiguous.
"""

from collections import defaultdict
from collections.abc import Iterable

import networkx as nx

from knowledge.text import cjk_share, comparable
from knowledge.types import IMPORTED, Triple


def merge_names(aliases: Iterable[Triple]) -> dict[str, frozenset[str]]:
    """Names that belong together.

    Args:
        aliases: triples whose predicate says "another name of the same thing", the longer or
            better known name as subject.

    Returns:
        Every comparable name of the triples with all the names of its entity, itself included.
    """
    joined: nx.Graph[str] = nx.Graph()
    shortened: defaultdict[str, set[str]] = defaultdict(set)
    for triple in aliases:
        full, short = comparable(triple.subject), comparable(triple.object)
        joined.add_nodes_from((full, short))
        if triple.source == IMPORTED:
            # Whoever imports an alias has decided.
            joined.add_edge(full, short)
        else:
            shortened[short].add(full)
    _join_unambiguous(joined, shortened)
    return {
        name: group
        for names in nx.connected_components(joined)
        for group in [frozenset(names)]
        for name in group
    }


def _join_unambiguous(joined: "nx.Graph[str]", shortened: dict[str, set[str]]) -> None:
    """Join a short name with its full names unless two of them must be different things.

    First those with one full name, so that spellings which are known to be one count as one.
    """
    for short in sorted(shortened, key=lambda name: (len(shortened[name]), name)):
        entities = {min(nx.node_connected_component(joined, full)) for full in shortened[short]}
        if not any(_differ(a, b) for a in entities for b in entities if a < b):
            joined.add_edges_from((full, short) for full in shortened[short])


def _differ(one: str, other: str) -> bool:
    """Two full names in one script are two things; a Chinese and a Latin one may be one."""
    return (cjk_share(one) >= 0.5) == (cjk_share(other) >= 0.5) and not _same_words(one, other)


def _same_words(one: str, other: str) -> bool:
    """Spellings of one name: plural, hyphens, articles."""
    return _plain(one) == _plain(other)


def _plain(name: str) -> str:
    words = name.replace("-", " ").split()
    return "".join(word.rstrip("s") for word in words if word not in ("the", "a", "an", "of"))
