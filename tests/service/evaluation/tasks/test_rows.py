"""Rows of each task, made by the real service over the small collection."""

import math

import pytest

from service.evaluation.cases.types import ClaimCase, QaCase, RetrievalCase
from service.evaluation.tasks.make import make_task

OPENED = QaCase("q1", "When was the Harbour bridge opened?", ("1932",), True, "en",
                supporting_ids=("bridge",))  # fmt: skip
PERU = QaCase("q2", "What is the capital of Peru?", (), False, "en")


def _values(task, row):
    return dict(zip(task.columns, task.values(row), strict=True))


def test_a_right_answer(handbook):
    task = make_task(handbook, "qa", "default")
    row = task.row(OPENED)
    assert (row["id"], row["status"], row["error"]) == ("q1", "answered", None)
    assert row["case"]["answers"] == ["1932"]
    assert "1932" in row["draft"]["text"]
    assert row["scores"]["right"]
    assert row["faults"] == []
    assert row["evidence"]
    values = _values(task, row)
    assert (values["right"], values["answered"], values["draft_right"]) == (1, 1, 1)
    assert values["context_recall"] == 1
    assert values["citation_precision"] == 1
    assert values["score"] == row["support"] > 0
    assert values["ms"] == row["timings_ms"]["total"]


def test_a_right_refusal_is_credited(handbook):
    task = make_task(handbook, "qa", "default")
    row = task.row(PERU)
    assert (row["status"], row["faults"]) == ("abstained", [])
    values = _values(task, row)
    assert (values["em"], values["f1"], values["right"], values["answered"]) == (1, 1, 0, 0)
    assert math.isnan(values["citation_precision"])


def test_an_answer_that_should_have_been_given(handbook):
    case = QaCase("q", "Who painted the Harbour bridge?", ("Picasso",), True, "en")
    row = make_task(handbook, "qa", "default").row(case)
    assert "retrieval_miss" in row["faults"]
    assert row["scores"]["context_recall"] == 0


def test_contexts_take_the_place_of_the_collection(handbook):
    case = QaCase("q", "When was the Harbour bridge opened?", ("1999",), True, "en",
                  contexts=(("Bridge", "The Harbour bridge was opened in 1999."),))  # fmt: skip
    row = make_task(handbook, "qa", "default").row(case)
    assert row["scores"]["right"]
    assert row["short_answer"] == "1999"


def test_forced_answers_show_the_draft_of_what_would_be_refused(handbook):
    assert make_task(handbook, "qa", "default").row(PERU)["status"] == "abstained"
    forced = make_task(handbook, "qa", "default", force=True).row(PERU)
    assert (forced["status"], forced["abstain_reason"]) == ("answered", None)
    assert forced["text"] == forced["draft"]["text"] != "I don't know"
    assert "checker_miss" in forced["faults"]


def test_forcing_drafts_even_where_nothing_of_the_question_was_found(handbook):
    case = QaCase("q", "Qwerty zxcvb?", ("x",), True, "en",
                  contexts=(("", "Coffee is brewed from roasted beans."),))  # fmt: skip
    assert make_task(handbook, "qa", "default").row(case)["abstain_reason"] == "no_evidence"
    assert make_task(handbook, "qa", "default", force=True).row(case)["status"] == "answered"


def test_a_case_that_cannot_be_asked_is_a_row_with_its_error(handbook):
    case = QaCase("q", "Why?", ("x",), True, "en", contexts=tuple([("", "text")] * 1001))
    task = make_task(handbook, "qa", "default")
    row = task.row(case)
    assert "at most 1000" in row["error"]
    values = _values(task, row)
    assert (values["em"], values["answered"], values["score"]) == (0, 0, 0)


@pytest.mark.parametrize(
    ("claim", "supported"),
    [
        ("The bridge was opened in 1932.", True),
        ("The bridge was opened in 1945.", False),
        ("The bridge was opened in 1932. It was painted by penguins.", False),
    ],
)
def test_the_least_supported_claim_decides(handbook, claim, supported):
    evidence = ("The bridge was opened in 1932.", "Coffee is brewed from roasted beans.")
    task = make_task(handbook, "claims", "default")
    row = task.row(ClaimCase("c", evidence, claim, supported, "x", "en"))
    assert row["predicted"] is supported
    assert row["score"] == min(c["support"] for c in row["claims"])
    values = _values(task, row)
    assert (values["supported"], values["predicted"]) == (supported, supported)
    assert values["length"] == -len(claim)


def test_what_says_nothing_is_not_supported(handbook):
    row = make_task(handbook, "claims", "default").row(
        ClaimCase("c", ("Coffee is brewed.",), "Hello!", False, "x", "en")
    )
    assert (row["score"], row["verdict"], row["predicted"]) == (0.0, "not_checkable", False)


def test_rankings_of_every_searcher(handbook):
    task = make_task(handbook, "retrieval", "default")
    case = RetrievalCase("r", "When was the Harbour bridge opened?", ("bridge",), "en")
    row = task.row(case)
    assert set(row["found"]) == {"dense", "keyword", "graph", "hybrid"}
    assert row["found"]["keyword"][0] == "bridge"
    assert row["scores"]["hybrid"]["recall@1"] == 1
    assert _values(task, row)["hybrid recall@1"] == 1
    assert len(row["found"]["hybrid"]) == len(set(row["found"]["hybrid"]))
