"""Kept answers of the whole service: when they are given again, and that they are never stale."""

import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from knowledge.errors import GeneratorFailedError
from knowledge.types import Triple
from service import metrics
from service.answer import Source
from service.generators.base import Draft
from service.generators.fallback import FallbackGenerator
from service.ingest.texts import from_text
from service.pipeline import Ask, Pipeline
from service.sources import Sources

BRIDGE = Ask("When was the Harbour bridge opened?")


def _again(pipeline, ask):
    """Whether an answer to a question came from those that are kept."""
    return pipeline.ask(ask).trace[0].step == "cache"


def _put(footing, document_id, text, title=""):
    list(footing.ingester.ingest("default", [(document_id, from_text(text, title, document_id))]))


def test_the_same_question_gets_the_same_answer_with_an_id_of_its_own(make_footing):
    footing = make_footing(filled=True)
    first, second = footing.pipeline.ask(BRIDGE), footing.pipeline.ask(BRIDGE)
    new = {"id", "timings_ms", "trace"}
    assert first.model_dump(exclude=new) == second.model_dump(exclude=new)
    assert first.id != second.id
    assert second.timings_ms["search"] == 0.0 < second.timings_ms["total"]
    assert [s.step for s in second.trace] == ["cache", *(s.step for s in first.trace)]


def test_hits_and_misses_are_counted(make_footing):
    def counts():
        return [metrics.CACHE.labels(name)._value.get() for name in ("hit", "miss")]

    footing, before = make_footing(filled=True), counts()
    for question in ("Who introduced LoRA?", " Who introduced LoRA?\n", "Why?"):
        footing.pipeline.ask(Ask(question))
    assert [now - then for now, then in zip(counts(), before, strict=True)] == [1, 2]


@pytest.mark.parametrize(
    "other",
    [
        Ask("when was the Harbour bridge opened?"),
        replace(BRIDGE, top_k=3),
        replace(BRIDGE, include_evidence=True),
        replace(BRIDGE, samples=2),
        replace(BRIDGE, sources=[Source(text="The Harbour bridge was opened in 1932.")]),
    ],
)
def test_another_question_is_another_answer(make_footing, other):
    footing = make_footing(filled=True)
    footing.pipeline.ask(BRIDGE)
    assert not _again(footing.pipeline, other)
    assert _again(footing.pipeline, other) is not other.sources
    assert _again(footing.pipeline, BRIDGE)


def test_questions_to_given_sources_are_not_kept(make_footing):
    ask = replace(BRIDGE, sources=[Source(text="The Harbour bridge was opened in 1932.")])
    pipeline = make_footing().pipeline
    assert [_again(pipeline, ask) for _ in range(2)] == [False, False]


def test_it_can_be_switched_off(make_footing):
    pipeline = make_footing(filled=True, cache_size=0).pipeline
    assert [_again(pipeline, BRIDGE) for _ in range(2)] == [False, False]


def test_measurements_see_what_is_computed(make_footing):
    pipeline = make_footing(filled=True).pipeline
    pipeline.ask(BRIDGE)
    assert pipeline.examine(BRIDGE).answer.trace[0].step == "search"


def test_every_change_of_the_collection_is_seen_at_once(make_footing):
    footing = make_footing(filled=True)
    pipeline = footing.pipeline
    assert "1932" in pipeline.ask(BRIDGE).text
    _put(footing, "bridge", "The Harbour bridge in Sydney was opened in 1945.", "Harbour bridge")
    assert "1945" in pipeline.ask(BRIDGE).text
    footing.store.delete_document("default", "bridge")
    assert pipeline.ask(BRIDGE).status == "abstained"
    assert _again(pipeline, BRIDGE)
    footing.store.add_triples("default", [Triple("tea", "grown in", "Assam")])
    assert not _again(pipeline, BRIDGE)


def test_a_collection_made_again_under_its_name_starts_empty(make_footing):
    footing = make_footing()
    footing.store.create_collection("notes")
    ask = Ask("Who wrote the memo?", "notes")
    text = from_text("Ada wrote the memo.", "Memo", "m")
    list(footing.ingester.ingest("notes", [("m", text)]))
    assert "Ada" in footing.pipeline.ask(ask).text
    footing.store.delete_collection("notes")
    footing.store.create_collection("notes")
    assert footing.pipeline.ask(ask).status == "abstained"


def test_nothing_stale_is_served_while_documents_come_and_go(make_footing):
    footing = make_footing(filled=True, cache_size=8)
    written, stale, done = [1900], [], threading.Event()

    def write():
        for year in range(1901, 1925):
            _put(footing, "bridge", f"The Harbour bridge in Sydney was opened in {year}.", "Bridge")
            written.append(year)
            done.wait(year % 4 / 200)
        done.set()

    _put(footing, "bridge", "The Harbour bridge in Sydney was opened in 1900.", "Bridge")

    def read():
        while not done.is_set():
            known = written[-1]
            answer = footing.pipeline.ask(BRIDGE)
            # A passage that is replaced between search and reading is found by nobody.
            if answer.status == "answered" and int(answer.text[-5:-1]) < known:
                stale.append((known, answer.text))

    with ThreadPoolExecutor(4) as pool:
        for work in [pool.submit(write), *(pool.submit(read) for _ in range(3))]:
            work.result(120)
    assert stale == []
    assert "1924" in footing.pipeline.ask(BRIDGE).text


def test_what_failed_is_tried_again(handbook, make_footing):
    footing = make_footing(filled=True)

    class Flaky:
        name, revises, calls = "flaky", False, 0

        def generate(self, question, evidence, revision=None):
            self.calls += 1
            if self.calls == 1:
                raise GeneratorFailedError("no answer from the model server")
            return footing_generator.generate(question, evidence, revision)

    footing_generator = footing.pipeline._generator
    footing.pipeline._generator = Flaky()
    assert footing.pipeline.ask(BRIDGE).abstain_reason == "generator_failed"
    assert footing.pipeline.ask(BRIDGE).status == "answered"


def test_what_another_generator_stood_in_for_is_tried_again(make_footing):
    footing = make_footing(filled=True)
    draft = "It was opened in 1932. It is made of cheese."

    class Tired:
        """Drafts, and fails when it is to correct what it said or to be sampled."""

        name, revises, revisions, samples = "tired", True, 0, 0

        def generate(self, question, evidence, revision=None):
            if revision is None:
                return Draft(draft)
            self.revisions += 1
            raise GeneratorFailedError("no answer from the model server")

        def sample(self, question, evidence, count):
            self.samples += 1
            raise GeneratorFailedError("no answer from the model server")

        def close(self) -> None:
            pass

    tired = Tired()
    stood_in = FallbackGenerator(tired, footing.pipeline._generator)
    pipeline = Pipeline(
        footing.searcher, Sources(footing.embedder), stood_in, footing.checking,
        footing.pipeline.standards, 8, footing.embedder.name, cache_size=9,
    )  # fmt: skip
    for asked in (1, 2):
        assert pipeline.ask(BRIDGE).status != "abstained"
        assert tired.revisions == asked
    for asked in (1, 2):
        pipeline.ask(replace(BRIDGE, samples=3))
        assert tired.samples == asked


def test_questions_that_are_answered_from_what_is_kept_still_count_as_seen(
    make_footing, monkeypatch
):
    footing, seen = make_footing(filled=True), []
    monkeypatch.setattr(footing.pipeline.standards, "seen", lambda *values: seen.append(values))
    footing.pipeline.ask(BRIDGE)
    footing.pipeline.ask(BRIDGE)
    assert len(seen) == 2
    assert seen[0] == seen[1]
