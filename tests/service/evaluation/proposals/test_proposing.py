"""The whole: a test set from a collection, the same for a seed, and errors that say what to do."""

import json

import pytest

from knowledge.errors import InvalidInputError, UnknownCollectionError
from service.evaluation.proposals import case_file
from service.evaluation.proposals.proposing import Wanted, propose
from tests.service.evaluation.proposals.conftest import hold


@pytest.fixture
def proposed(held):
    def run(**wanted):
        return propose(held.store, "default", held.keywords, Wanted(**wanted))

    return run


def test_a_third_cannot_be_answered(proposed):
    made = proposed(count=12)
    assert (len(made.answerable), len(made.unanswerable)) == (8, 4)
    assert {p.lang for p in made.answerable} == {"en", "zh"}
    assert made.passages == 10


def test_the_same_seed_gives_the_same_and_another_another(proposed):
    assert proposed(count=12, seed=4) == proposed(count=12, seed=4)
    assert proposed(count=12, seed=4) != proposed(count=12, seed=5)


def test_rules_and_documents_take_turns(proposed):
    made = proposed(count=10, unanswerable=0.0, lang="en").answerable
    assert len({p.found.rule for p in made}) >= 5
    assert len({p.document_id for p in made}) >= 4


def test_one_language_alone(proposed):
    made = proposed(count=4, lang="zh")
    assert {p.lang for p in made.answerable} | {u.base.lang for u in made.unanswerable} == {"zh"}


@pytest.mark.parametrize("share", [0.0, 1.0])
def test_all_or_none_may_be_unanswerable(proposed, share):
    made = proposed(count=5, unanswerable=share)
    assert len(made.unanswerable) == 5 * share


@pytest.mark.parametrize(
    ("wanted", "said"),
    [
        ({"count": 0}, "the count is 0; choose 1 to 5000"),
        ({"count": 5001}, "the count is 5001"),
        ({"unanswerable": 1.5}, "choose 0 to 1, such as 0.33"),
        ({"unanswerable": float("nan")}, "choose 0 to 1"),
        ({"lang": "fr"}, "choose en or zh"),
    ],
)
def test_numbers_that_make_no_sense_are_refused(proposed, wanted, said):
    with pytest.raises(InvalidInputError, match=said):
        proposed(**wanted)


def test_an_unknown_collection_is_named(held):
    with pytest.raises(UnknownCollectionError):
        propose(held.store, "nowhere", held.keywords, Wanted())


def test_an_empty_collection_says_what_to_do(tmp_path):
    empty = hold(tmp_path, {})
    with pytest.raises(InvalidInputError, match="is empty; put documents into it"):
        propose(empty.store, "default", empty.keywords, Wanted())
    empty.store.close()


def test_a_collection_that_gives_too_few_cases_says_how_few(tmp_path):
    small = hold(tmp_path, {"a": ("A", "The Kyoto Tower was designed by Mamoru Yamada in 1964.")})
    with pytest.raises(InvalidInputError, match=r"too small: its 1 passages give \d cases"):
        propose(small.store, "default", small.keywords, Wanted())
    assert len(propose(small.store, "default", small.keywords, Wanted(2, 0.0))) == 2
    small.store.close()


def test_rows_are_cases_of_the_qa_format(proposed):
    rows = list(case_file.rows(proposed(count=20, unanswerable=0.5)))
    assert len({row["id"] for row in rows}) == len(rows)
    for row in rows:
        json.dumps(row)
        assert row["reviewed"] is False
        assert bool(row["answers"]) is row["answerable"]
        assert set(row["generated"]) == {"rule", "sentence", "document_id", "start", "end", "note"}
        assert ("contexts" in row) is ("without" in row)


def test_a_row_points_at_its_sentence(proposed, held):
    rows = list(case_file.rows(proposed(count=12, unanswerable=0.0)))
    shown = [row["generated"] for row in rows if row["generated"]["document_id"]]
    assert shown
    for at in shown:
        text = held.store.document("default", at["document_id"]).text
        assert text[at["start"] : at["end"]] == at["sentence"]
