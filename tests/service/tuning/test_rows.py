"""Training files: what is read of them, and what is said of a row that cannot be used."""

import gzip
import json

import pytest

from knowledge.errors import InvalidInputError
from service.tuning.rows import (
    LABELS,
    ClaimRow,
    QuestionRow,
    as_json,
    read_claims,
    read_questions,
)

CONTEXT = "The tower in Paris was opened in 1889."
ANSWER = {"text": "1889", "start": 33}
GOOD = {"question": "When?", "context": CONTEXT, "answers": [ANSWER]}
CLAIM = {"evidence": "One.", "claim": "Two.", "label": "refuted"}


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        (GOOD, QuestionRow("1", "When?", CONTEXT, ((33, 37),), "en")),
        (
            {**GOOD, "id": 7, "lang": "zh-CN", "title": "Eiffel_tower", "source": "mine"},
            QuestionRow("7", "When?", CONTEXT, ((33, 37),), "zh", "Eiffel tower"),
        ),
        ({**GOOD, "title": None}, QuestionRow("1", "When?", CONTEXT, ((33, 37),), "en")),
        ({**GOOD, "answers": []}, QuestionRow("1", "When?", CONTEXT, (), "en")),
        (
            {"question": "When?", "context": CONTEXT, "answerable": False},
            QuestionRow("1", "When?", CONTEXT, (), "en"),
        ),
        ({**GOOD, "answerable": False}, QuestionRow("1", "When?", CONTEXT, (), "en")),
        (
            {**GOOD, "answers": [ANSWER, {"text": "in 1889", "start": 30}, ANSWER]},
            QuestionRow("1", "When?", CONTEXT, ((33, 37), (30, 37)), "en"),
        ),
        (
            {
                "question": "多长？",
                "context": "共8851公里",
                "answers": [{"text": "公里", "start": 5}],
            },
            QuestionRow("1", "多长？", "共8851公里", ((5, 7),), "zh"),
        ),
    ],
)
def test_a_question_is_read_with_the_places_of_its_answers(tmp_path, write_jsonl, row, expected):
    assert read_questions(write_jsonl(tmp_path / "q.jsonl", [row])) == [expected]


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        (CLAIM, ClaimRow("1", "One.", "Two.", "refuted", "en")),
        ({**CLAIM, "evidence": ["A.", "B."]}, ClaimRow("1", "A.\nB.", "Two.", "refuted", "en")),
        ({**CLAIM, "id": "x", "lang": "zh"}, ClaimRow("x", "One.", "Two.", "refuted", "zh")),
        (
            {"evidence": ["A."], "response": "B.", "hallucinated": True},
            ClaimRow("1", "A.", "B.", "unsupported", "en"),
        ),
        (
            {"evidence": ["A."], "question": "Q?", "response": "A.", "hallucinated": False},
            ClaimRow("1", "A.", "A.", "supported", "en"),
        ),
        *(
            ({**CLAIM, "label": label}, ClaimRow("1", "One.", "Two.", label, "en"))
            for label in LABELS
        ),
    ],
)
def test_claims_and_labelled_responses_are_read_alike(tmp_path, write_jsonl, row, expected):
    assert read_claims(write_jsonl(tmp_path / "c.jsonl", [row])) == [expected]


@pytest.mark.parametrize(
    ("row", "lang"),
    [
        (GOOD, "en"),
        ({"question": "长城有多长？", "context": "长城有一万多里。", "answers": []}, "zh"),
        ({"question": "多长？", "context": "一万里。", "answers": [], "lang": "zh-Hant"}, "zh"),
        ({**GOOD, "lang": "zh"}, "zh"),
    ],
)
def test_the_language_is_read_from_the_characters_unless_it_is_said(
    tmp_path, write_jsonl, row, lang
):
    (read,) = read_questions(write_jsonl(tmp_path / "q.jsonl", [row]))
    assert read.lang == lang


@pytest.mark.parametrize("spans", [((33, 37), (0, 9)), ()])
def test_a_written_question_is_read_as_it_was(tmp_path, write_jsonl, spans):
    row = QuestionRow("q7", "When?", CONTEXT, spans, "zh", "Eiffel tower")
    assert read_questions(write_jsonl(tmp_path / "rows.jsonl", [as_json(row)])) == [row]


def test_a_compressed_file_reads_as_the_plain_one(tmp_path, write_jsonl):
    plain = write_jsonl(tmp_path / "q.jsonl", [GOOD, "", {**GOOD, "question": "何时？"}])
    packed = tmp_path / "q.jsonl.gz"
    packed.write_bytes(gzip.compress(plain.read_bytes()))
    assert [row.question for row in read_questions(packed)] == ["When?", "何时？"]
    assert read_questions(packed) == read_questions(plain)


@pytest.mark.parametrize("separator", ["\u2028", "\x85", "\x0b"])
def test_only_a_line_feed_ends_a_row(tmp_path, write_jsonl, separator):
    row = {**GOOD, "question": f"When{separator}then?"}
    (read,) = read_questions(write_jsonl(tmp_path / "q.jsonl", [row]))
    assert read.question == f"When{separator}then?"


@pytest.mark.parametrize(
    ("bad", "said"),
    [
        ("{", "is not JSON"),
        ("[1]", "is not a JSON object"),
        ('"text"', "is not a JSON object"),
        ({"context": CONTEXT, "answers": []}, 'needs "question" as a text'),
        ({"question": "When?", "answers": []}, 'needs "context" as a text'),
        ({"question": "When?", "context": CONTEXT}, 'needs "answers" as a list of {"text"'),
        ({**GOOD, "answers": "1889"}, 'needs "answers" as a list'),
        ({**GOOD, "answers": None}, 'needs "answers" as a list'),
        ({**GOOD, "answers": ["1889"]}, 'needs "answers" as a list'),
        ({**GOOD, "answers": [{"text": "1889"}]}, 'needs "answers" as a list'),
        ({**GOOD, "answers": [{"start": 33}]}, 'needs "answers" as a list'),
        ({**GOOD, "answers": [{"text": "1889", "start": "x"}]}, 'needs "answers" as a list'),
        ({**GOOD, "answers": [{"text": "1889", "start": True}]}, 'needs "answers" as a list'),
        ({**GOOD, "answerable": "false"}, 'needs "answerable" as true or false, without quotes'),
        ({**GOOD, "answers": [{"text": "1889", "start": 32}]}, "no '1889' at 32 of its context"),
        ({**GOOD, "answers": [{"text": "1889", "start": 999}]}, "no '1889' at 999 of its context"),
        ({**GOOD, "answers": [{"text": "", "start": 3}]}, "has no '' at 3 of its context"),
    ],
)
def test_a_bad_question_is_refused_with_its_file_and_line(tmp_path, write_jsonl, bad, said):
    path = write_jsonl(tmp_path / "q.jsonl", [GOOD, bad, GOOD])
    with pytest.raises(InvalidInputError) as refused:
        read_questions(path)
    assert refused.value.message.startswith(f"{path}, row 2: ")
    assert said in refused.value.message
    assert refused.value.details == {"path": str(path), "row": 2}


@pytest.mark.parametrize(
    ("bad", "said"),
    [
        ("nonsense", "is not JSON"),
        ("null", "is not a JSON object"),
        ({"claim": "Two.", "label": "refuted"}, 'needs "evidence" as a text or a list of texts'),
        ({"evidence": [{"text": "One."}], "claim": "Two."}, 'needs "evidence" as a text or a list'),
        ({"evidence": "One.", "label": "refuted"}, 'needs "claim" as a text'),
        ({"evidence": "One.", "claim": "Two."}, 'lacks "label"; give one of supported, '),
        ({"evidence": "One.", "claim": "Two.", "hallucinated": "no"}, 'needs "hallucinated" as'),
        ({**CLAIM, "label": "maybe"}, "has the label 'maybe'; give one of supported, refuted, "),
        ({**CLAIM, "label": "Supported"}, "has the label 'Supported'"),
        ({**CLAIM, "label": 1}, "has the label 1;"),
    ],
)
def test_a_bad_claim_is_refused_with_its_file_and_line(tmp_path, write_jsonl, bad, said):
    path = write_jsonl(tmp_path / "c.jsonl", [CLAIM, CLAIM, bad])
    with pytest.raises(InvalidInputError) as refused:
        read_claims(path)
    assert refused.value.message.startswith(f"{path}, row 3: ")
    assert said in refused.value.message
    assert refused.value.details == {"path": str(path), "row": 3}


@pytest.mark.parametrize("read", [read_questions, read_claims])
@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("latin.jsonl", '{"question": "für"}'.encode("latin-1")),
        ("plain.jsonl.gz", b"{}"),
        ("short.jsonl.gz", gzip.compress(b"{}" * 99)[:-9]),
        ("missing.jsonl", None),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_by_name(tmp_path, read, name, content):
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(InvalidInputError, match=r" cannot be read: ") as refused:
        read(path)
    assert refused.value.message.startswith(str(path))
    assert refused.value.details == {"path": str(path)}


@pytest.mark.parametrize("read", [read_questions, read_claims])
def test_a_folder_is_no_file(tmp_path, read):
    with pytest.raises(InvalidInputError, match="cannot be read"):
        read(tmp_path)


@pytest.mark.parametrize("content", ["", "\n", "\n  \n\n"])
def test_a_file_of_blank_lines_holds_no_rows(tmp_path, content):
    path = tmp_path / "blank.jsonl"
    path.write_text(content)
    assert (read_questions(path), read_claims(path)) == ([], [])


def test_a_byte_order_mark_is_no_part_of_the_first_row(tmp_path):
    path = tmp_path / "q.jsonl"
    path.write_text(json.dumps(GOOD), "utf-8-sig")
    assert len(read_questions(path)) == 1


@pytest.mark.parametrize("read", [read_questions, read_claims])
@pytest.mark.parametrize(
    ("bad", "said"),
    [
        ('{"question": ' + "[" * 200_000, "row 1: is not JSON"),
        ('{"question": "When?", "claim": "a \\ud800 b"}', "row 1: holds what is no character"),
    ],
)
def test_what_no_text_can_hold_is_refused_by_row(tmp_path, write_jsonl, read, bad, said):
    with pytest.raises(InvalidInputError, match=said):
        read(write_jsonl(tmp_path / "q.jsonl", [bad]))


def test_blank_lines_count(tmp_path, write_jsonl):
    path = write_jsonl(tmp_path / "q.jsonl", [GOOD, "", "", {"question": "When?"}])
    with pytest.raises(InvalidInputError, match=r"q\.jsonl, row 4: "):
        read_questions(path)


@pytest.mark.parametrize(
    "bad",
    [
        pytest.param({**GOOD, "answers": [{"text": "1889", "start": -5}]}, id="negative start"),
        pytest.param({**GOOD, "question": None}, id="question null"),
        pytest.param({**GOOD, "context": ["a", "b"], "answerable": False}, id="context a list"),
    ],
)
def test_what_is_no_question_about_a_text_is_refused(tmp_path, write_jsonl, bad):
    with pytest.raises(InvalidInputError, match="row 1: "):
        read_questions(write_jsonl(tmp_path / "q.jsonl", [bad]))


@pytest.mark.parametrize(
    "bad", [{**CLAIM, "evidence": None}, {**CLAIM, "evidence": 5}, {**CLAIM, "claim": None}]
)
def test_what_is_no_claim_beside_a_text_is_refused(tmp_path, write_jsonl, bad):
    with pytest.raises(InvalidInputError, match="row 1: "):
        read_claims(write_jsonl(tmp_path / "c.jsonl", [bad]))


def test_a_damaged_compressed_file_is_refused_by_name(tmp_path):
    content = bytearray(gzip.compress(json.dumps([GOOD] * 50).encode()))
    content[20] ^= 0xFF
    content[25] ^= 0x55
    path = tmp_path / "damaged.jsonl.gz"
    path.write_bytes(bytes(content))
    with pytest.raises(InvalidInputError, match="cannot be read"):
        read_questions(path)
