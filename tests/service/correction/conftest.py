"""Generators that lie in prescribed ways, behind the real pipeline over the small collection."""

from collections.abc import Callable, Sequence

import pytest

from knowledge.errors import GeneratorFailedError
from knowledge.types import Evidence
from service.bootstrap import Footing, make_standards
from service.config import Settings
from service.correction.limits import STEPS, Limits
from service.generators.base import Draft, Generator, Question, Revision
from service.generators.second_opinion import SecondOpinion
from service.pipeline import Pipeline
from service.rules.ruleset import Rules
from service.sources import Sources


class Liar:
    """Says its drafts in turn: the first when asked, the next for every correction.

    Attributes:
        revisions: what it was told was wrong.
        shown: the evidence that it had each time.
    """

    name = "liar"
    revises = True

    def __init__(self, *drafts: str | Exception) -> None:
        self._drafts = drafts
        self.revisions: list[Revision] = []
        self.shown: list[list[str]] = []

    def generate(
        self, question: Question, evidence: Sequence[Evidence], revision: Revision | None = None
    ) -> Draft:
        question.check()
        self.shown.append([item.text for item in evidence])
        if revision:
            self.revisions.append(revision)
        draft = self._drafts[min(len(self.shown), len(self._drafts)) - 1]
        if isinstance(draft, Exception):
            raise draft
        return Draft(draft)


class Sampler(Liar):
    """A liar that can also be sampled."""

    def __init__(self, draft: str, *samples: str) -> None:
        super().__init__(draft)
        self._samples = samples

    def sample(self, question: Question, evidence: Sequence[Evidence], count: int) -> list[Draft]:
        if "fail" in self._samples:
            raise GeneratorFailedError("the model server is gone")
        return [Draft(text) for text in self._samples[:count]]

    def close(self) -> None:
        """Nothing is held."""


@pytest.fixture(scope="session")
def liar() -> type[Liar]:
    return Liar


@pytest.fixture(scope="session")
def sampler() -> type[Sampler]:
    return Sampler


MakePipeline = Callable[..., Pipeline]


@pytest.fixture
def pipeline(handbook: Footing) -> MakePipeline:
    """The real pipeline with a generator of one's own; by default it gets one passage."""

    def make(
        generator: Generator,
        *,
        footing: Footing = handbook,
        top_k: int = 1,
        threshold: float = 0.3,
        rules: Rules | None = None,
        opinion: SecondOpinion | None = None,
        cache_size: int = 0,
        steps: Sequence[str] = STEPS,
        **limits: float,
    ) -> Pipeline:
        settings = Settings(data=footing.settings.data, threshold=threshold)
        return Pipeline(
            footing.searcher, Sources(footing.embedder), generator, footing.checking,
            make_standards(settings, footing.store), top_k, footing.embedder.name,
            limits=Limits(steps=frozenset(steps), **limits),  # type: ignore[arg-type]
            rules=rules, opinion=opinion, cache_size=cache_size,
        )  # fmt: skip

    return make
