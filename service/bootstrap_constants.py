"""Which code certificates are bound to: the modules whose constants change answers.

Those that only change how fast an answer comes, or how it is shown, are not among them.
"""

import pkgutil
from collections.abc import Iterator, Sequence
from importlib import import_module
from types import ModuleType

from service.calibration.constants import constants_of

# Modules, and packages with every module right in them.
_ANSWERING = (
    *(f"knowledge.{name}" for name in (
        "chunking", "linking", "lone_characters", "names", "numbers", "sentences", "stop_words",
        "table_rows", "text", "triples.conflicts", "triples.dates",
    )),
    *(f"indexes.{name}" for name in (
        "adjacency", "bridges", "entity_view", "fusion", "graph_ranking", "graph_walk", "hybrid",
        "pagerank", "paths",
    )),
    *(f"service.{name}" for name in (
        "abstention", "checking", "claims", "decomposition", "evidence", "groundedness",
        "models.pairs", "rewriting", "searching", "stepwise",
    )),
    *(f"service.generators.{name}" for name in (
        "closer", "extractive", "focus", "lists", "look", "lookalikes", "other_values",
        "predicate_words", "question_type", "reader", "same_value", "signals", "spans",
    )),
)  # fmt: skip
# Where a language model drafts.
_WRITING = ("service.correction", "service.generators.prompts", "service.generators.second_opinion")


def bound_constants(*, written: bool) -> dict[str, str]:
    """The constants that change answers.

    Args:
        written: whether a language model drafts.
    """
    return constants_of(_modules((*_ANSWERING, *(_WRITING if written else ()))))


def _modules(names: Sequence[str]) -> Iterator[ModuleType]:
    for name in names:
        module = import_module(name)
        yield module
        for found in pkgutil.iter_modules(getattr(module, "__path__", ())):
            if not found.ispkg:
                yield import_module(f"{name}.{found.name}")
