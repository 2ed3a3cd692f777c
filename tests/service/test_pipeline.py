"""The whole path of a question on a small real collection, in both languages."""

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from knowledge.errors import (
    DeadlineExceededError,
    GeneratorFailedError,
    InvalidInputError,
    ModelUnavailableError,
    UnknownCollectionError,
)
from knowledge.types import Evidence
from service.answer import Answer, Source
from service.bootstrap import Footing, build, make_standards
from service.config import Settings
from service.deadline import Deadline
from service.generators.base import Draft, Generator, Question, Revision
from service.pipeline import Ask, Pipeline
from service.sources import Sources

ANSWERED = [
    ("When was the Harbour bridge opened?", "1932", "bridge"),
    ("What is the arch of the bridge made of?", "39,000 tonnes of steel", "bridge"),
    ("Does LoRA change the speed of inference?", "does not change", "lora"),
    ("Who invented espresso?", "Angelo Moriondo", None),
    ("明长城总长度是多少公里？", "8851", "wall"),
    ("长城在太空中可见吗？", "不是在太空中可见", "wall"),
    ("如何缓解灾难性遗忘？", "经验回放", "forgetting"),
    ("长城位于哪里？", "中国", None),
]
UNKNOWN = [
    ("What is the capital of Peru?", "I don't know"),
    ("Who painted the ceiling of the chapel?", "I don't know"),
    ("谁写了红楼梦？", "我不知道"),
    ("明天天气怎么样？", "我不知道"),
]


def _check_promises(footing: Footing, answer: Answer) -> None:
    """What holds for every answer, whatever was asked."""
    if answer.status == "abstained":
        assert answer.abstain_reason
        assert answer.text in ("I don't know", "我不知道")
        assert (answer.claims, answer.citations, answer.short_answer) == ([], [], None)
        return
    assert answer.abstain_reason is None
    assert answer.support >= answer.threshold
    assert any(c.verdict == "supported" for c in answer.claims)
    assert [c.n for c in answer.citations] == list(range(1, len(answer.citations) + 1))
    for claim in answer.claims:
        assert answer.text[claim.start : claim.end] == claim.text
        assert claim.verdict == "supported"
        assert claim.citations
        assert set(claim.citations) <= {c.n for c in answer.citations}
    for citation in answer.citations:
        if citation.kind == "passage":
            document = footing.store.document("default", citation.document_id or "")
            assert document.text[citation.start : citation.end] == citation.text
            assert footing.store.chunks("default", [citation.chunk_id or 0])


@pytest.mark.parametrize(("question", "said", "document"), ANSWERED)
def test_what_the_documents_say_is_answered_with_where_it_stands(
    handbook, question, said, document
):
    answer = handbook.pipeline.ask(Ask(question))
    assert answer.status == "answered"
    assert said in answer.text
    assert answer.citations[0].document_id == document
    assert said in answer.citations[0].text
    _check_promises(handbook, answer)


@pytest.mark.parametrize(("question", "refusal"), UNKNOWN)
def test_what_the_documents_do_not_touch_is_refused_for_want_of_evidence(
    handbook, question, refusal
):
    answer = handbook.pipeline.ask(Ask(question))
    assert (answer.status, answer.abstain_reason) == ("abstained", "no_evidence")
    assert (answer.text, answer.support) == (refusal, 0.0)
    _check_promises(handbook, answer)


@pytest.mark.parametrize(
    "question", ["How many lanes does the tunnel have?", "When was LoRA removed from the bridge?"]
)
def test_what_the_documents_only_touch_is_refused_as_not_answerable(handbook, question):
    answer = handbook.pipeline.ask(Ask(question))
    assert (answer.status, answer.abstain_reason) == ("abstained", "not_answerable")
    _check_promises(handbook, answer)


class Scripted:
    """A generator that says what it is told: for what the extractive one never says."""

    name = "scripted"
    revises = False

    def __init__(self, text: str, answerability: float | None = None) -> None:
        self._draft = Draft(text, "short", answerability)

    def generate(
        self, question: Question, evidence: Sequence[Evidence], revision: Revision | None = None
    ) -> Draft:
        return self._draft


class Failing(Scripted):
    """A generator whose model has gone."""

    def generate(
        self, question: Question, evidence: Sequence[Evidence], revision: Revision | None = None
    ) -> Draft:
        raise GeneratorFailedError("the model server at http://127.0.0.1:1 does not answer")


def _pipeline(
    footing: Footing, text: str, threshold: float = 0.3, sure: float | None = None
) -> Pipeline:
    return _pipeline_with(footing, Scripted(text, sure), threshold)


def _pipeline_with(footing: Footing, generator: Generator, threshold: float = 0.3) -> Pipeline:
    return Pipeline(
        footing.searcher, Sources(footing.embedder), generator, footing.checking,
        make_standards(Settings(data=footing.settings.data, threshold=threshold), footing.store), 8,
        footing.embedder.name,
    )  # fmt: skip


WALL = "明长城总长度是多少公里？"
BRIDGE = "When was the Harbour bridge opened?"
TRUE = "The Harbour bridge in Sydney was opened in 1932."
FALSE = "The Harbour bridge in Sydney was opened in 1945."


@pytest.mark.parametrize(
    ("question", "draft", "status", "reason", "text"),
    [
        (BRIDGE, TRUE, "answered", None, TRUE),
        (BRIDGE, f"{TRUE} {FALSE}", "partial", None, TRUE),
        (BRIDGE, f"Sure. {FALSE} {TRUE}", "partial", None, TRUE),
        (BRIDGE, f"{TRUE} Penguins live there.", "partial", None, TRUE),
        (BRIDGE, FALSE, "abstained", "contradicted", "I don't know"),
        (BRIDGE, "Penguins live in it.", "abstained", "weak_support", "I don't know"),
        (BRIDGE, "", "abstained", "not_answerable", "I don't know"),
        (BRIDGE, "I don't know.", "abstained", "not_answerable", "I don't know"),
        (WALL, "明长城总长度为6000公里。", "abstained", "contradicted", "我不知道"),
        (WALL, "明长城总长度为8851公里。企鹅会飞。", "partial", None, "明长城总长度为8851公里。"),
        (WALL, "企鹅生活在南极。", "abstained", "weak_support", "我不知道"),
    ],
)
def test_only_what_is_supported_leaves_whatever_was_drafted(
    handbook, question, draft, status, reason, text
):
    answer = _pipeline(handbook, draft).ask(Ask(question))
    assert (answer.status, answer.abstain_reason, answer.text) == (status, reason, text)
    _check_promises(handbook, answer)


def test_a_generator_that_fails_ends_in_a_refusal_that_says_so(handbook, caplog):
    answer = _pipeline_with(handbook, Failing("")).ask(Ask(BRIDGE))
    assert (answer.status, answer.abstain_reason) == ("abstained", "generator_failed")
    assert answer.text == "I don't know"
    assert "the model server at http://127.0.0.1:1 does not answer" in caplog.text


def test_support_below_the_threshold_is_refused(handbook):
    weak = _pipeline(handbook, TRUE, threshold=0.995).ask(Ask(BRIDGE))
    assert (weak.abstain_reason, weak.support, weak.threshold) == ("weak_support", 0.99, 0.995)
    unsure = _pipeline(handbook, TRUE, threshold=0.5, sure=0.4).ask(Ask(BRIDGE))
    assert (unsure.abstain_reason, unsure.support) == ("not_answerable", 0.396)


@pytest.mark.parametrize(
    ("question", "source", "said"),
    [
        ("When was the tunnel opened?", "The tunnel was opened in 1992.", "1992"),
        ("隧道有多少公里？", "隧道总长度为12公里。", "12"),
    ],
)
def test_given_sources_replace_the_collection(handbook, question, source, said):
    given = (Source(text="Coffee is hot."), Source(text=source, title="Tunnel 隧道"))
    answer = handbook.pipeline.ask(Ask(question, sources=given, collection="nowhere"))
    assert answer.status == "answered"
    assert said in answer.text
    (citation,) = answer.citations
    assert (citation.document_id, citation.title) == ("source-2", "Tunnel 隧道")
    assert source[citation.start : citation.end] == citation.text


def test_nothing_of_the_collection_answers_when_sources_are_given(handbook):
    answer = handbook.pipeline.ask(Ask(BRIDGE, sources=[Source(text="Coffee is hot.")]))
    assert answer.abstain_reason == "no_evidence"


def test_evidence_is_included_on_demand(handbook):
    ask = Ask("Who introduced LoRA?", top_k=2, include_evidence=True)
    answer = handbook.pipeline.ask(ask)
    passages = [e for e in answer.evidence if e.kind == "passage"]
    assert len(passages) == 2
    for item in passages:
        text = handbook.store.document("default", item.document_id or "").text
        assert text[item.start : item.end] == item.text
    assert "LoRA — introduced by — Edward Hu" in {e.text for e in answer.evidence}
    assert handbook.pipeline.ask(replace(ask, include_evidence=False)).evidence == []


def test_an_answer_says_which_models_made_it_and_what_took_how_long(handbook):
    answer = handbook.pipeline.ask(Ask(f"  {BRIDGE} "))
    assert answer.question == BRIDGE
    assert answer.model.model_dump() == {
        "generator": "extractive/sentences",
        "checker": "signals",
        "embedder": "hashing-256",
    }
    assert {"search", "generate", "check", "total"} <= set(answer.timings_ms)
    assert answer.id != handbook.pipeline.ask(Ask(BRIDGE)).id


@pytest.mark.parametrize(
    ("ask", "error"),
    [
        (Ask(""), InvalidInputError),
        (Ask("a\x00"), InvalidInputError),
        (Ask("Why?", collection="nowhere"), UnknownCollectionError),
        (Ask("Why?", collection="\ud800"), InvalidInputError),
    ],
)
def test_what_cannot_be_asked(handbook, ask, error):
    with pytest.raises(error):
        handbook.pipeline.ask(ask)


def test_nothing_of_another_collection_is_found(make_footing):
    footing = make_footing(filled=True)
    footing.store.create_collection("empty")
    assert footing.pipeline.ask(Ask(BRIDGE, "empty")).abstain_reason == "no_evidence"


@pytest.mark.parametrize("sources", [(), (Source(text="The bridge was opened in 1932."),)])
def test_after_the_deadline_there_is_an_error_and_no_answer(handbook, sources):
    with pytest.raises(DeadlineExceededError):
        handbook.pipeline.ask(Ask(BRIDGE, sources=sources), Deadline(at=0.0, seconds=1.0))


WORDS = (
    "when who how many what bridge lora coffee lanes 1932 not opened 长城 遗忘 谁 多少 公里 ？ ?"
)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    question=st.lists(st.sampled_from(WORDS.split()), min_size=1, max_size=8).map(" ".join),
    threshold=st.sampled_from([0.0, 0.3, 0.9]),
    draft=st.one_of(
        st.none(),
        st.lists(st.sampled_from([TRUE, FALSE, "企鹅会飞。", "Hi!", "长城很老"])).map(" ".join),
    ),
)
def test_whatever_is_asked_nothing_is_released_without_support(
    handbook, question, threshold, draft
):
    pipeline = handbook.pipeline if draft is None else _pipeline(handbook, draft, threshold)
    _check_promises(handbook, pipeline.ask(Ask(question)))


@pytest.mark.parametrize("kind", ["reader", "checker"])
def test_a_model_that_cannot_be_loaded_is_explained(tmp_path, untrained, kind):
    settings = Settings(data=tmp_path, **{**untrained, kind: "oracle"})
    with pytest.raises(ModelUnavailableError, match=f"the {kind} 'oracle' cannot be loaded") as e:
        build(settings)
    assert f"Set FOOTING_{kind.upper()} to 'shipped'" in e.value.message


def test_a_configured_threshold_is_used(make_footing):
    footing = make_footing(filled=True, threshold=1.0, threads=1)
    answer = footing.pipeline.ask(Ask(BRIDGE))
    assert (answer.status, answer.threshold) == ("abstained", 1.0)
