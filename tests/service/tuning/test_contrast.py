"""The contrast sets that ship, and how they are read."""

import json
from collections import Counter

import pytest
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import GroupKFold, cross_val_predict
from sklearn.pipeline import make_pipeline

from knowledge.errors import InvalidInputError
from service.tuning import contrast
from service.tuning.contrast import contrast_rows, source_sets
from service.tuning.reading_examples import NullShares, make_examples
from service.tuning.rows import QuestionRow

LANGUAGES = ("en", "zh", "zh_calibrate")
CONTEXT = "The bridge was begun in 1924. It was opened in 1932 by Jack Lang."
SOURCE = QuestionRow("q7", "Who opened it?", CONTEXT, ((56, 65),), "en", "Bridge")


def lines(language):
    text = (contrast.FOLDER / f"{language}.jsonl").read_text("utf-8")
    return [json.loads(line) for line in text.splitlines()]


@pytest.fixture
def written(tmp_path, monkeypatch):
    """Two passages of one row: the whole context, and its second sentence."""
    second = CONTEXT.index("It was")
    year = CONTEXT.index("1932")
    asked = [
        [True, "When was it opened?", year, year + 4],
        [False, "When was it closed?", year, year + 4],
    ]
    rows = [
        {"set": "squad11_train", "of": "q7", "start": a, "end": len(CONTEXT), "questions": asked}
        for a in (0, second)
    ]
    text = "".join(json.dumps(row) + "\n" for row in rows)
    (tmp_path / "en.jsonl").write_text(text, "utf-8")
    monkeypatch.setattr(contrast, "FOLDER", tmp_path)


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_ships_has_both_sides_for_nearly_every_passage(language):
    found = lines(language)
    both = [{q[0] for q in line["questions"]} == {True, False} for line in found]
    assert len(found) >= 150
    assert sum(both) / len(both) > 0.98


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_ships_repeats_no_question_and_points_into_its_passage(language):
    for line in lines(language):
        asked = Counter(q[1] for q in line["questions"])
        assert max(asked.values()) == 1
        assert all(
            line["start"] <= start < end <= line["end"] for *_, start, end in line["questions"]
        )


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_question_alone_hardly_tells_whether_it_can_be_answered(language):
    """Else a model would learn the habits of who wrote them instead of reading the passage."""
    found = [(n, q) for n, line in enumerate(lines(language)) for q in line["questions"]]
    passages = [n for n, _ in found]
    answerable = [q[0] for _, q in found]
    questions = [q[1] for _, q in found]
    words = TfidfVectorizer(analyzer="char", ngram_range=(1, 2), min_df=2)
    scores = cross_val_predict(
        make_pipeline(words, LogisticRegression(max_iter=2000)),
        questions,
        answerable,
        groups=passages,
        cv=GroupKFold(4),
        method="decision_function",
    )
    assert roc_auc_score(answerable, scores) < 0.63


def test_spans_are_those_of_the_part_that_is_shown(written):
    whole = contrast_rows("en", {"q7": SOURCE}, "measure")
    part = contrast_rows("en", {"q7": SOURCE}, "train")
    assert contrast_rows("en", {"q7": SOURCE}, "all") == whole + part
    assert source_sets("en") == ("squad11_train",)
    for rows, context in ((whole, CONTEXT), (part, "It was opened in 1932 by Jack Lang.")):
        answerable, unanswerable = rows
        assert answerable.context == unanswerable.context == context
        assert [context[a:b] for a, b in answerable.spans] == ["1932"]
        assert unanswerable.spans == ()
        start, end = unanswerable.lure or (0, 0)
        assert context[start:end] == "1932"
        assert answerable.title == "Bridge"


def test_an_unanswerable_question_keeps_what_it_lures_to_when_its_passage_is_cut(written):
    """Else the null would be easy: nothing of the kind that is asked for in sight."""
    long = "Nothing of note. " * 60
    source = QuestionRow("q7", "?", CONTEXT + " " + long, ((0, 3),), "en", "Bridge")
    rows = [r for r in contrast_rows("en", {"q7": source}, "measure") if not r.spans]
    rows = [QuestionRow(**{**row_fields(row), "context": source.context}) for row in rows]
    for seed in range(10):
        (example,) = make_examples(rows, NullShares(0, 0, 0, short=1.0), seed)
        assert example.kind == "contrast"
        assert example.span is None
        assert "1932" in example.passage
        assert len(example.passage) < len(source.context)


def row_fields(row):
    return {name: getattr(row, name) for name in QuestionRow.__slots__}


def test_a_set_that_lacks_the_passage_is_named(written):
    with pytest.raises(InvalidInputError, match=r"q7 is not in squad11_train"):
        contrast_rows("en", {}, "train")
