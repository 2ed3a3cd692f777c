"""The second round of a multi-hop search: names in the first round's passages that lead on.

A name leads on the more the words around it are those that the question asks with, beside the
names it gives itself: for "Where was the director of X born?" the name next to "directed by".
"""

from collections.abc import Mapping, Sequence

from indexes.entity_view import EntityView
from knowledge.names import Named
from knowledge.sentences import sentence_spans
from knowledge.text import comparable, content_fragments, shared_fragments
from knowledge.types import Chunk

# What a name counts whose surroundings say nothing of the question, against 1 for all of it.
_LEAST_FIT = 0.5
# Names that the walk restarts at; more would be noise.
_MOST = 12


def asked_beside(question: str, named: Sequence[Named]) -> set[str]:
    """Fragments of what a question asks, its names cut out.

    Args:
        question: comparable.
        named: names in it.
    """
    rest, position = [], 0
    for name in named:
        rest.append(question[position : name.start])
        position = name.end
    return content_fragments(" ".join((*rest, question[position:])))


def find_bridges(
    asked: set[str],
    passages: Sequence[tuple[Chunk, float]],
    graph: EntityView,
    known: set[str],
) -> dict[str, float]:
    """Names that lead on from passages, with weights that sum to 1; the best first.

    Args:
        asked: see `asked_beside`.
        passages: of the first round, each with its weight.
        graph: gives names and how much they say.
        known: names that the question gives itself.
    """
    best: dict[str, float] = {}
    for chunk, weight in passages:
        own = known | graph.title_names(chunk.id)
        for start, end in sentence_spans(chunk.text):
            sentence = comparable(chunk.text[start:end])
            names = {n: node for n, node in graph.find(sentence).items() if n not in own}
            if not names:
                continue
            fit = shared_fragments(asked, sentence) / len(asked) if asked else 0.0
            for name, node in names.items():
                score = weight * (_LEAST_FIT + fit) * float(graph.importance[node])
                best[name] = max(best.get(name, 0.0), score)
    kept = sorted(best.items(), key=lambda item: (-item[1], item[0]))[:_MOST]
    total = sum(score for _, score in kept)
    return {name: score / total for name, score in kept if total}


def shares(names: Mapping[str, float], graph: EntityView) -> dict[int, float]:
    """The same by node."""
    nodes = {name: graph.node_of_name(name) for name in names}
    return {node: names[name] for name, node in nodes.items() if node is not None}
