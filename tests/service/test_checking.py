"""Checking a text claim by claim: numbers of citations, limits, sources and collections."""

import pytest

from knowledge.errors import DeadlineExceededError, InvalidInputError, UnknownCollectionError
from service.answer import CheckResult, Source
from service.bootstrap import Footing
from service.checking import MAX_CITATIONS, MAX_CLAIMS
from service.deadline import Deadline

BRIDGE = "The bridge was opened in 1932. It carries eight lanes of traffic."


def _check(
    footing: Footing, answer: str, *sources: str, collection: str | None = None
) -> CheckResult:
    given = [Source(text=s) for s in sources]
    return footing.checking.check_answer(answer, given, collection, Deadline())


def test_a_text_that_stands_on_its_sources_is_grounded(handbook):
    result = _check(handbook, "The bridge was opened in 1932.", BRIDGE)
    assert result.grounded
    assert result.support == result.claims[0].support == 0.99
    (citation,) = result.citations
    assert (citation.n, citation.kind, citation.text) == (1, "passage", BRIDGE)
    assert BRIDGE[citation.start : citation.end] == citation.text


def test_the_weakest_claim_decides(handbook):
    text = "The bridge was opened in 1932. It carries six lanes of traffic. Penguins can swim."
    result = _check(handbook, text, BRIDGE)
    assert [c.verdict for c in result.claims] == ["supported", "contradicted", "unsupported"]
    assert not result.grounded
    assert result.support == min(c.support for c in result.claims)
    assert result.claims[1].contradictions == [1]
    assert all(text[c.start : c.end] == c.text for c in result.claims)


def test_chinese(handbook):
    source = "明长城总长度为8851公里。长城在太空中不可见。"
    result = _check(handbook, "明长城总长度为8851公里。长城在太空中可见。", source)
    assert [c.verdict for c in result.claims] == ["supported", "contradicted"]


def test_citations_are_numbered_in_order_of_use_and_shared(handbook):
    sources = ("Penguins can swim.", "The bridge was opened in 1932.", "Coffee is brewed hot.")
    text = "Coffee is brewed hot. The bridge was opened in 1932. Coffee is brewed hot."
    result = _check(handbook, text, *sources)
    assert [c.citations for c in result.claims] == [[1], [2], [1]]
    assert [(c.n, c.document_id) for c in result.citations] == [(1, "source-3"), (2, "source-2")]


def test_what_is_not_checkable_neither_helps_nor_harms(handbook):
    result = _check(handbook, "Hello! The bridge was opened in 1932. Shall I go on?", BRIDGE)
    assert [c.verdict for c in result.claims] == ["not_checkable", "supported", "not_checkable"]
    assert result.grounded
    assert result.support == 0.99


@pytest.mark.parametrize("text", ["Hello!", "我不知道", "", "   "])
def test_a_text_that_states_nothing_is_not_grounded(handbook, text):
    result = _check(handbook, text, BRIDGE)
    assert (result.grounded, result.support, result.citations) == (False, 0.0, [])


@pytest.mark.parametrize(
    ("answer", "question", "verdict"),
    [
        ("1932", "When was the bridge opened?", "supported"),
        ("1945", "When was the bridge opened?", "contradicted"),
        ("1945", "", "unsupported"),
    ],
)
def test_a_bare_value_is_judged_as_what_it_answers(handbook, answer, question, verdict):
    given = [Source(text=BRIDGE)]
    result = handbook.checking.check_answer(answer, given, None, Deadline(), question)
    (claim,) = result.claims
    assert (claim.text, claim.start, claim.end, claim.verdict) == (answer, 0, 4, verdict)


def test_bullets_and_citation_marks_are_looked_through(handbook):
    result = _check(handbook, "- The bridge was opened in 1932 [1].", BRIDGE)
    assert result.grounded
    assert result.claims[0].text == "- The bridge was opened in 1932 [1]."


def test_more_claims_than_are_read_is_said(handbook):
    sentence = "The bridge was opened in 1932. "
    full = _check(handbook, sentence * MAX_CLAIMS, BRIDGE)
    assert (len(full.claims), full.truncated) == (MAX_CLAIMS, False)
    over = _check(handbook, sentence * (MAX_CLAIMS + 1), BRIDGE)
    assert (len(over.claims), over.truncated) == (MAX_CLAIMS, True)


def test_a_claim_cites_few_passages_and_those_it_was_taken_from_first(handbook, passages):
    said = [f"In town {n} coffee is brewed from roasted beans." for n in range(5)]
    checked, citations = handbook.checking.check(
        "Coffee is brewed from roasted beans in towns.", passages(*said), prefer=[3]
    )
    assert checked[0].verdict == "supported"
    assert len(checked[0].citations) <= MAX_CITATIONS
    texts = {c.n: c.text for c in citations}
    assert said[3] not in texts.values() or texts[1] == said[3]


def test_against_a_collection_each_claim_finds_its_own_evidence(handbook):
    text = "The arch of the bridge is made of 39,000 tonnes of steel. 经验回放可以缓解灾难性遗忘。"
    result = _check(handbook, text, collection="default")
    assert result.grounded
    assert [c.document_id for c in result.citations] == ["bridge", "forgetting"]
    for citation in result.citations:
        document = handbook.store.document("default", citation.document_id)
        assert document.text[citation.start : citation.end] == citation.text


def test_against_a_collection_triples_count(handbook):
    result = _check(handbook, "LoRA was introduced by Tim Dettmers.", collection="default")
    assert result.claims[0].verdict == "contradicted"
    assert "triple" in {c.kind for c in result.citations}


@pytest.mark.parametrize("text", ["The bridge is old.", "Hello!"])
def test_an_unknown_collection_is_an_error_whatever_is_claimed(handbook, text):
    with pytest.raises(UnknownCollectionError):
        _check(handbook, text, collection="nowhere")
    with pytest.raises(InvalidInputError, match="collection's name"):
        _check(handbook, text, collection="\ud800")


def test_it_stops_at_the_deadline(handbook):
    for sources, collection in (([Source(text=BRIDGE)], None), ([], "default")):
        with pytest.raises(DeadlineExceededError):
            handbook.checking.check_answer(
                "It carries lanes.", sources, collection, Deadline(cancelled=True)
            )
