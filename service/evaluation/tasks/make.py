"""The task that a file of cases calls for, over an assembled service."""

from typing import Protocol

from indexes.hybrid import HybridSearcher
from knowledge.store.base import Store
from service.checking import Checking
from service.evaluation.cases.types import Task
from service.evaluation.tasks.base import CaseTask
from service.evaluation.tasks.claims import ClaimTask
from service.evaluation.tasks.qa import QaTask
from service.evaluation.tasks.retrieval import RetrievalTask
from service.pipeline import Pipeline
from service.questions import valid_collection

# Support from which a text counts as supported: the checker is calibrated, so one half.
SUPPORTED_FROM = 0.5


class Assembled(Protocol):
    """The parts of a service that can be measured."""

    @property
    def store(self) -> Store:
        """The store of record."""

    @property
    def searcher(self) -> HybridSearcher:
        """Finds evidence."""

    @property
    def checking(self) -> Checking:
        """Judges claims."""

    @property
    def pipeline(self) -> Pipeline:
        """Answers."""


def make_task(
    service: Assembled,
    task: Task,
    collection: str,
    *,
    force: bool = False,
    top_k: int | None = None,
) -> CaseTask:
    """A task over a service.

    Args:
        service: what is measured.
        task: `qa`, `claims` or `retrieval`.
        collection: that is asked or searched.
        force: release every draft; only for `qa`.
        top_k: passages for the generator; None for the configured number.

    Raises:
        UnknownCollectionError: no such collection.
    """
    name = valid_collection(collection)
    if task == "claims":
        models = service.pipeline.standards.binding(None).models
        return ClaimTask(service.checking, SUPPORTED_FROM, models)
    service.store.state(name)  # an unknown collection is an error before anything is written
    if task == "retrieval":
        models = service.pipeline.standards.binding(name).models
        return RetrievalTask(service.searcher, service.store, name, models)
    return QaTask(service.pipeline, name, force=force, top_k=top_k)
