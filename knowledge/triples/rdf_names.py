"""What an RDF file speaks of, by names: labels where it gives them, else the ends of IRIs.

The same file gives the same names each time. Of several labels one is the name and the others are
aliases, so that a thing is found by its labels in all languages.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from urllib.parse import unquote

from rdflib import BNode, Graph, Literal, URIRef
from rdflib.term import Node

from knowledge.graph import ALIAS_PREDICATES
from knowledge.text import comparable
from knowledge.triples.blank_nodes import Statement, name_blank_nodes
from knowledge.triples.exporters import BASE

Names = tuple[str, str, str]
_LABEL = re.compile(r"#(prefLabel|label|name)$")
# The best first.
_LABELS = ("prefLabel", "label", "name")
_CAMEL = re.compile(r"(?<=[a-z])[A-Z]+")


def named_statements(graph: Graph) -> Iterator[tuple[Statement, Names]]:
    """Each statement with its names, in order of these; what only gives a name is left out."""
    statements: list[Statement] = list(graph)
    names = _labels(statements)
    blank: set[Node] = {n for s, _, o in statements for n in (s, o) if isinstance(n, BNode)}
    names |= name_blank_nodes(statements, blank - names.keys())
    found = []
    for statement in statements:
        subject, predicate, value = statement
        name, target = (names.get(part) or _local_name(part) for part in (subject, value))
        said = _predicate(predicate, names)
        if name != target or comparable(said) not in ALIAS_PREDICATES:
            found.append((statement, (name, said, target)))
    yield from sorted(found, key=lambda item: item[1])


def _labels(statements: list[Statement]) -> dict[Node, str]:
    """The best label of each thing that has one; of equals the first in order."""
    given: defaultdict[Node, list[tuple[int, str]]] = defaultdict(list)
    for subject, predicate, value in statements:
        kind = _label_kind(predicate)
        if kind and isinstance(value, Literal) and str(value).strip():
            given[subject].append((_LABELS.index(kind), str(value)))
    return {subject: min(labels)[1] for subject, labels in given.items()}


def _label_kind(predicate: Node) -> str | None:
    match = _LABEL.search(str(predicate))
    return match[1] if match else None


def _predicate(predicate: Node, names: dict[Node, str]) -> str:
    """What a predicate says in words."""
    if _label_kind(predicate) == "name":
        return "label"
    local = _local_name(predicate)
    if str(predicate).startswith(BASE):
        return local
    words = _CAMEL.sub(_as_word, local) if local[:1].islower() else local
    # A label of its own must not hide that it gives an alias.
    return words if comparable(words) in ALIAS_PREDICATES else names.get(predicate) or words


def _as_word(capitals: re.Match[str]) -> str:
    return " " + (capitals[0].lower() if len(capitals[0]) == 1 else capitals[0])


def _local_name(part: Node) -> str:
    if not isinstance(part, URIRef):
        return str(part)
    return unquote(re.split(r"[/#]", str(part).rstrip("/#"))[-1].replace("_", " "))
