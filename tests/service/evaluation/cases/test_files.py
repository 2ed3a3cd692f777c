"""Case files are checked as a whole before anything runs; every wrong line is named."""

import gzip

import pytest

from knowledge.errors import InvalidInputError
from service.evaluation.cases.files import open_cases
from service.evaluation.cases.types import ClaimCase, QaCase, RetrievalCase

QUESTION = {"id": "a", "question": "When was it opened?", "answers": ["1932"]}


def test_questions(write_cases):
    path = write_cases(
        [
            {**QUESTION, "answerable": True, "lang": "en", "source": "own"},
            {
                "id": 7,
                "question": "谁写的？",
                "answers": [{"text": "鲁迅"}],
                "context": "鲁迅写的。",
            },
            {
                "question": "Why?",
                "answers": [],
                "contexts": ["1.", {"title": "T", "text": "2."}],
            },
        ]
    )
    opened = open_cases(path)
    assert (opened.task, opened.count) == ("qa", 3)
    assert list(opened) == [
        QaCase("a", "When was it opened?", ("1932",), True, "en", source="own"),
        QaCase("7", "谁写的？", ("鲁迅",), True, "zh", (("", "鲁迅写的。"),)),
        QaCase("3", "Why?", (), False, "en", (("", "1."), ("T", "2."))),
    ]


def test_plausible_answers_of_an_unanswerable_question_are_no_answers(write_cases):
    (case,) = open_cases(write_cases([{**QUESTION, "answerable": False}]))
    assert isinstance(case, QaCase)
    assert (case.answerable, case.answers) == (False, ())


def test_nested_alternatives_are_all_references(write_cases):
    (case,) = open_cases(write_cases([{**QUESTION, "answers": [["2 October", "Oct 2"], "1932"]}]))
    assert isinstance(case, QaCase)
    assert case.answers == ("2 October", "Oct 2", "1932")


def test_claims_and_responses(write_cases):
    path = write_cases(
        [
            {"id": "1", "evidence": "It is red.", "claim": "It is blue.", "label": "refuted"},
            {"id": "2", "evidence": ["It is red."], "response": "It is.", "hallucinated": False},
        ]
    )
    assert list(open_cases(path)) == [
        ClaimCase("1", ("It is red.",), "It is blue.", False, "refuted", "en"),
        ClaimCase("2", ("It is red.",), "It is.", True, "supported", "en", response=True),
    ]


def test_retrieval_by_its_fields_or_by_request(write_cases):
    rows = [{"id": "1", "question": "Who?", "supporting_ids": ["d1", 2, "d1"]}]
    assert list(open_cases(write_cases(rows))) == [RetrievalCase("1", "Who?", ("d1", "2"), "en")]
    both = write_cases([{**rows[0], "answers": ["x"]}])
    assert open_cases(both).task == "qa"
    assert open_cases(both, "retrieval").task == "retrieval"


def test_a_questions_file_without_answer_texts_is_retrieval(write_cases):
    path = write_cases([{"id": "1", "question": "Who?", "answers": [], "supporting_ids": ["d1"]}])
    assert open_cases(path).task == "retrieval"


def test_packed_files_blank_lines_and_a_byte_order_mark(tmp_path):
    lines = b'\xef\xbb\xbf{"id": "1", "question": "Q?", "answers": ["a"]}\n\n  \n'
    (tmp_path / "a.jsonl.gz").write_bytes(gzip.compress(lines))
    (tmp_path / "b.jsonl").write_bytes(lines)
    packed, plain = open_cases(tmp_path / "a.jsonl.gz"), open_cases(tmp_path / "b.jsonl")
    assert list(packed) == list(plain)
    assert packed.sha256 == plain.sha256


def test_control_characters_of_scraped_sets_are_dropped(write_cases):
    (case,) = open_cases(write_cases([{**QUESTION, "question": "Who\x07 is\u200b it?"}]))
    assert isinstance(case, QaCase)
    assert "\x07" not in case.question


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        ("{oops", "is not JSON"),
        ("[1, 2]", "is not a JSON object"),
        ({"id": "x"}, "`question` has to be a text"),
        ({"id": "x", "question": "  ", "answers": []}, "`question` has to be a text"),
        ({"id": "x", "question": "Q?", "answers": 5}, "`answers` has to be a list"),
        ({"id": "x", "question": "Q?", "answerable": True}, "is answerable but has no"),
        ({"id": "x", "question": "Q?", "answers": ["a"], "answerable": "no"}, "true or false"),
        ({"id": "x", "question": "Q?", "answers": ["a"], "contexts": [3]}, "`contexts` has to"),
        ({"id": "x", "question": "Q?", "answers": ["a"], "contexts": [" "]}, "holds no text"),
        ({"id": ["x"], "question": "Q?", "answers": ["a"]}, "`id` has to be"),
        ({"id": "a", "question": "Again?", "answers": ["a"]}, "same id 'a' as line 1"),
        ({"id": "x", "question": "Q?" * 3000, "answers": ["a"]}, "at most 4000"),
        ({"id": "x", "question": "Q?", "answers": ["a"], "lang": 3}, "`lang` has to be"),
    ],
)
def test_a_wrong_line_is_named(write_cases, row, problem):
    with pytest.raises(InvalidInputError, match=problem) as caught:
        open_cases(write_cases([QUESTION, row]))
    assert "line 2" in caught.value.message
    assert "nothing was run" in caught.value.message
    assert caught.value.details["problems"][0]["line"] == 2


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        ({"evidence": [], "claim": "C.", "label": "supported"}, "`evidence` is empty"),
        ({"evidence": 3, "claim": "C.", "label": "supported"}, "`evidence` has to be"),
        ({"evidence": "E.", "claim": "", "label": "supported"}, "`claim` has to be"),
        ({"evidence": "E.", "claim": "C.", "label": "perhaps"}, "'perhaps' is not known"),
    ],
)
def test_a_wrong_claim_is_named(write_cases, row, problem):
    with pytest.raises(InvalidInputError, match=problem):
        open_cases(write_cases([row]))


def test_of_many_wrong_lines_the_first_are_told_and_the_rest_counted(write_cases):
    with pytest.raises(InvalidInputError, match="has 50 lines that are no cases") as caught:
        open_cases(write_cases([QUESTION, *["no"] * 50]))
    assert "line 21" in caught.value.message
    assert "and 30 more lines" in caught.value.message


@pytest.mark.parametrize("content", [b"", b"\n\n"])
def test_a_file_without_cases(tmp_path, content):
    (tmp_path / "none.jsonl").write_bytes(content)
    with pytest.raises(InvalidInputError, match="holds no cases"):
        open_cases(tmp_path / "none.jsonl")


def test_files_that_cannot_be_read(tmp_path):
    with pytest.raises(InvalidInputError, match=r"cannot read the cases in .*missing"):
        open_cases(tmp_path / "missing.jsonl")
    (tmp_path / "torn.jsonl.gz").write_bytes(gzip.compress(b'{"id": 1}\n' * 500)[:40])
    with pytest.raises(InvalidInputError, match="cannot read the cases"):
        open_cases(tmp_path / "torn.jsonl.gz")


def test_an_unknown_task(write_cases):
    with pytest.raises(InvalidInputError, match="there is no task 'guess'"):
        open_cases(write_cases([QUESTION]), "guess")
