"""The contrast sets that ship, and how they are read."""

import json
from collections import Counter

import pytest

from knowledge.errors import InvalidInputError
from service.models.pairs import PairEncoder
from service.tuning import contrast
from service.tuning.contrast import contrast_claims, contrast_rows, source_sets
from service.tuning.reading_examples import NullShares, make_examples
from service.tuning.rows import LABELS, ClaimRow, QuestionRow
from tests.service.tuning.habits import guessed

LANGUAGES = ("en", "crowd_en", "zh", "zh_calibrate")
CLAIMS = ("claims_en", "claims_zh")
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


# In the manner of SQuAD 2.0, where the words alone say as much (0.67 of those that train).
@pytest.mark.parametrize(
    ("language", "most"), [("en", 0.65), ("crowd_en", 0.75), ("zh", 0.65), ("zh_calibrate", 0.65)]
)
def test_a_question_alone_hardly_tells_whether_it_can_be_answered(language, most):
    """Else a model would learn the habits of who wrote them instead of reading the passage."""
    found = [(n, q) for n, line in enumerate(lines(language)) for q in line["questions"]]
    texts, sides = [q[1] for _, q in found], [q[0] for _, q in found]
    assert guessed(texts, sides, [n for n, _ in found]) < most


# What is refuted says "never", "only" and "any" more often, above all in Chinese.
@pytest.mark.parametrize(("name", "most"), [("claims_en", 0.72), ("claims_zh", 0.8)])
def test_a_claim_alone_does_not_say_whether_it_is_supported(name, most):
    found = [(n, c) for n, line in enumerate(lines(name)) for c in line["claims"]]
    texts, sides = [c[1] for _, c in found], [c[0] == "supported" for _, c in found]
    assert guessed(texts, sides, [n for n, _ in found]) < most


@pytest.mark.parametrize("name", CLAIMS)
def test_nearly_every_passage_has_claims_of_every_label(name):
    found = lines(name)
    every = [{label for label, _ in line["claims"]} == set(LABELS[:3]) for line in found]
    assert len(found) >= 1000
    assert sum(every) / len(found) > 0.98
    for line in found:
        assert line["start"] < line["end"]
        assert len({claim for _, claim in line["claims"]}) == len(line["claims"])


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


def test_claims_stand_beside_their_passage_behind_its_title(tmp_path, monkeypatch):
    line = {"set": "squad11_train", "of": "q7", "start": 0, "end": 29}
    claims = [
        ["supported", "Its building began in 1924."],
        ["refuted", "Its building began in 1942."],
    ]
    row = json.dumps({**line, "claims": claims}) + "\n"
    (tmp_path / "claims_en.jsonl").write_text(row * 20, "utf-8")
    monkeypatch.setattr(contrast, "FOLDER", tmp_path)
    parts = {
        part: contrast_claims("claims_en", {"q7": SOURCE}, part)
        for part in ("train", "calibrate", "measure", "all")
    }
    assert {part: len(rows) for part, rows in parts.items()} == {
        "train": 32,
        "calibrate": 4,
        "measure": 4,
        "all": 40,
    }
    assert parts["measure"][1] == ClaimRow(
        "contrast-claims_en-0-1",
        PairEncoder.passage("Bridge", "The bridge was begun in 1924."),
        "Its building began in 1942.",
        "refuted",
        "en",
    )
    assert not {r.id for r in parts["train"]} & {
        r.id for r in parts["calibrate"] + parts["measure"]
    }


def test_a_set_that_lacks_the_passage_is_named(written):
    with pytest.raises(InvalidInputError, match=r"q7 is not in squad11_train"):
        contrast_rows("en", {}, "train")
