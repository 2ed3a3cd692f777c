"""Asking through the real pipeline with plain signals, and going on where a run stopped."""

import gzip
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from benchmarks.generation.cases import Case, cases_of
from benchmarks.generation.liar import RIGHT, Told
from benchmarks.generation.lying_server import lying_server
from benchmarks.generation.rows import run, without_quotes
from service.answer import Source
from service.bootstrap import build
from service.config import Settings
from service.pipeline import Ask, Pipeline
from service.tuning.rows import QuestionRow

PASSAGE = "The tower was built in 1889 by Gustave Eiffel. It is 330 metres high."


def case(name: str, question: str, answers: tuple[str, ...]) -> Case:
    row = QuestionRow(name, question, PASSAGE, (), "en")
    return Case(name, question, PASSAGE, answers, "en", row)


CASES = [
    case("a", "When was the tower built?", ("1889",)),
    case("b", "Who built the tower?", ("Gustave Eiffel",)),
    case("c", "Who painted the tower?", ()),
]
BUILT = "The tower was built in 1889 by Gustave Eiffel."
TOLD = {
    CASES[0].question: Told(BUILT, RIGHT, BUILT),
    CASES[1].question: Told("The tower was built by Louis Pasteur in Berlin.", "name", BUILT),
    CASES[2].question: Told("It is 330 metres high.", "quoted elsewhere"),
}


@pytest.fixture
def pipeline(tmp_path: Path) -> Iterator[Pipeline]:
    """The service with a model server that lies."""
    with lying_server([(case, TOLD[case.question]) for case in CASES]) as url:
        footing = build(
            Settings(
                data=tmp_path / "data", reader="sentences", checker="signals", embedder="hashing",
                generator="openai", model="liar", openai_base_url=url, correction_rounds=0,
            )
        )  # fmt: skip
        yield footing.pipeline
        footing.close()


def test_cases_may_be_asked_beside_something_else(pipeline: Pipeline, tmp_path: Path):
    def beside(case: Case) -> Ask:
        return Ask(case.question, sources=[Source(text="The tower is closed on Mondays.")])

    rows = run(tmp_path / "run", {}, CASES[:1], pipeline, TOLD, asked=beside)
    assert [s["passed"] for s in rows[0]["drafted"]] == [False]


def test_rows_say_which_sentences_are_right_and_which_pass(pipeline: Pipeline, tmp_path: Path):
    rows = run(tmp_path / "run", {}, CASES, pipeline, TOLD)
    assert [row["kind"] for row in rows] == ["right", "name", "quoted elsewhere"]
    assert [s["right"] for row in rows for s in row["drafted"]] == [True, False, False]
    assert [s["passed"] for row in rows for s in row["drafted"]][:2] == [True, False]
    assert rows[0]["released"] == [
        {"text": "The tower was built in 1889 by Gustave Eiffel.", "right": True}
    ]
    assert rows[1]["released"] == []
    assert rows[0]["steps_ms"]["check"] > 0
    assert rows[0]["steps_ms"]["draft"] > 0


def test_without_a_liar_the_accepted_answers_decide(pipeline: Pipeline, tmp_path: Path):
    rows = run(tmp_path / "run", {}, CASES, pipeline)
    assert [s["right"] for row in rows for s in row["drafted"]] == [True, False, False]


def test_a_run_goes_on_where_it_stopped(pipeline: Pipeline, tmp_path: Path):
    whole = run(tmp_path / "run", {}, CASES, pipeline, TOLD)
    path = tmp_path / "run" / "run.jsonl"
    lines = path.read_text("utf-8").splitlines(keepends=True)
    path.write_text(lines[0] + lines[1][:20], "utf-8")
    asked: list[int] = []
    again = run(tmp_path / "run", {}, CASES, pipeline, TOLD, asked.append)
    assert asked == [2, 3]
    assert [row["id"] for row in again] == ["a", "b", "c"]
    assert [row["drafted"] for row in again] == [row["drafted"] for row in whole]


def test_what_the_passage_says_word_for_word_is_not_made_up():
    passage = "The bridge was opened in 1932. It is painted GREY, twice a year."
    said = {
        "Opened in 1932.": True,
        "It is painted grey, twice a year.": False,
        "It is painted red.": False,
    }
    row = {"id": "1", "drafted": [{"text": t, "right": right} for t, right in said.items()]}
    kept = [s["text"] for s in without_quotes(row, passage)["drafted"]]
    assert kept == ["Opened in 1932.", "It is painted red."]


def test_the_parts_of_a_set_share_no_article_and_a_third_has_no_answer(tmp_path: Path):
    (tmp_path / "dev").mkdir()
    rows = []
    for n in range(240):
        context = f"Article {n // 6} says that stone {n} weighs {n + 100} kg."
        answer = {"text": f"{n + 100} kg", "start": context.index(f"{n + 100} kg")}
        rows.append({
            "id": str(n), "question": f"What does stone {n} weigh?", "context": context,
            "title": f"Article {n // 6:02}", "answers": [answer], "answerable": n % 6 < 3,
        })  # fmt: skip
    # The Chinese set has answers only; its passages are exchanged instead.
    for name, more in (("squad20_dev_a", {}), ("cmrc2018_dev", {"answerable": True})):
        text = "".join(json.dumps(row | more) + "\n" for row in rows)
        (tmp_path / "dev" / f"{name}.jsonl.gz").write_bytes(gzip.compress(text.encode()))
    for lang in ("en", "zh"):
        tune, measure = (cases_of(tmp_path, lang, part, 30) for part in ("tune", "measure"))
        assert len(tune) == len(measure) == 30
        assert sum(not c.answers for c in measure) == 10
        assert not {c.row.context for c in tune} & {c.row.context for c in measure}
        assert measure == cases_of(tmp_path, lang, "measure", 30)
