"""A run writes its rows as they come, goes on where it stopped, and sums up the same every time."""

import json
import tracemalloc
from itertools import count

import orjson
import pytest

from knowledge.errors import InvalidInputError
from service.evaluation.cases.files import open_cases
from service.evaluation.runs.run import Progress, RunOptions, run
from service.evaluation.tasks.make import make_task
from service.ingest.texts import from_text

QUESTIONS = [
    {"id": "q1", "question": "When was the Harbour bridge opened?", "answers": ["1932"]},
    {"id": "q2", "question": "What is the capital of Peru?", "answers": [], "source": "other"},
    {"id": "q3", "question": "明长城总长度是多少公里？", "answers": ["8851公里", "8851"]},
    {"id": "q4", "question": "Who described LoRA?", "answers": ["Edward Hu"]},
    {"id": "q5", "question": "明天天气怎么样？", "answers": []},
]


class StoppedError(Exception):
    """Somebody pressed a key."""


def _run(footing, cases, out, **options):
    made = make_task(footing, cases.task, "default")
    return run(made, cases, out, RunOptions(**options))


def _rows(out):
    """Without what no two runs share: the times."""
    rows = [json.loads(line) for line in (out / "run.jsonl").read_text("utf-8").splitlines()]
    for row in rows:
        row.pop("timings_ms", None)
        for step in row.get("trace", ()):
            step.pop("ms")
    return rows


def _figures(summary):
    return {k: v for k, v in summary.items() if not k.startswith("latency") and k != "run"}


def test_a_run_has_its_rows_in_order_a_summary_and_a_report(handbook, write_cases, tmp_path):
    cases, out = open_cases(write_cases(QUESTIONS)), tmp_path / "run"
    seen: list[Progress] = []
    summary = _run(handbook, cases, out, report=seen.append)
    assert [row["id"] for row in _rows(out)] == ["q1", "q2", "q3", "q4", "q5"]
    assert [(at.done, at.total) for at in seen] == [(n, 5) for n in range(1, 6)]
    assert json.loads((out / "summary.json").read_text("utf-8")) == summary
    assert "<html" in (out / "report.html").read_text("utf-8")
    assert (summary["task"], summary["n"], summary["answerable"]) == ("qa", 5, 3)
    assert summary["coverage"] == 3 / 5
    assert summary["accuracy"] == summary["accuracy_answered"] == 1
    assert (summary["abstain_precision"], summary["abstain_recall"]) == (1, 1)
    assert summary["floors"]["always_abstain"] == {"em": 0.4, "f1": 0.4}
    assert set(summary["by_lang"]) == {"en", "zh"}
    assert summary["by_lang"]["zh"]["n"] == 2
    assert set(summary["by_source"]) == {"other"}
    assert sum(summary["abstained"].values()) == 2
    assert summary["faults"] == {}
    low, high = summary["intervals"]["coverage"]
    assert low < 0.6 < high
    assert summary["latency_ms"]["p50"] > 0
    assert summary["run"]["sha256"] == cases.sha256
    settings = json.loads((out / "settings.json").read_text("utf-8"))
    assert settings["models"] == summary["run"]["models"]
    assert settings["constants"]
    assert "constants" not in summary["run"]


def test_no_value_is_nan(handbook, write_cases, tmp_path):
    refused = open_cases(write_cases([QUESTIONS[1]]))
    _run(handbook, refused, tmp_path / "run")
    text = (tmp_path / "run" / "summary.json").read_text()
    assert "NaN" not in text
    assert json.loads(text)["accuracy_answered"] is None


@pytest.mark.parametrize("half", [b"", b'{"id": "q3", "sta'])
def test_an_interrupted_run_goes_on_and_ends_the_same(handbook, write_cases, tmp_path, half):
    cases = open_cases(write_cases(QUESTIONS))
    whole = _run(handbook, cases, tmp_path / "whole")
    calls = count(1)

    def stop_at_third():
        if next(calls) == 3:
            raise StoppedError

    with pytest.raises(StoppedError):
        _run(handbook, cases, tmp_path / "torn", check=stop_at_third)
    assert not (tmp_path / "torn" / "summary.json").exists()
    with (tmp_path / "torn" / "run.jsonl").open("ab") as file:
        file.write(half)
    made: list[Progress] = []
    resumed = _run(handbook, cases, tmp_path / "torn", report=made.append)
    assert len(made) == 3
    assert _rows(tmp_path / "torn") == _rows(tmp_path / "whole")
    assert _figures(resumed) == _figures(whole)


def test_several_at_once_give_the_same_rows_in_the_same_order(handbook, write_cases, tmp_path):
    cases = open_cases(
        write_cases([{**q, "id": f"{q['id']}-{n}"} for n in range(6) for q in QUESTIONS])
    )
    one = _run(handbook, cases, tmp_path / "one")
    four = _run(handbook, cases, tmp_path / "four", jobs=4)
    assert _rows(tmp_path / "one") == _rows(tmp_path / "four")
    assert _figures(one) == _figures(four)


def test_rows_of_another_run_are_not_mixed_in(make_footing, write_cases, tmp_path):
    footing, out = make_footing(filled=True), tmp_path / "run"
    cases = open_cases(write_cases(QUESTIONS))
    _run(footing, cases, out)
    other = open_cases(write_cases(QUESTIONS[:2], "other.jsonl"))
    with pytest.raises(InvalidInputError, match=r"other settings \(cases differ\).*--fresh"):
        _run(footing, other, out)
    list(footing.ingester.ingest("default", [("t", from_text("Tea.", "Tea", "t"))]))
    with pytest.raises(InvalidInputError, match=r"\(state differ\)"):
        _run(footing, cases, out)
    assert len(_rows(out)) == 5
    assert _run(footing, other, out, fresh=True)["n"] == 2
    assert len(_rows(out)) == 2


def test_a_finished_run_is_summed_up_again_without_asking(handbook, write_cases, tmp_path):
    cases = open_cases(write_cases(QUESTIONS))
    made: list[Progress] = []
    first = _run(handbook, cases, tmp_path / "run")
    again = _run(handbook, cases, tmp_path / "run", report=made.append)
    assert made == []
    assert _figures(first) == _figures(again)


def test_two_runs_do_not_write_into_one_folder(handbook, write_cases, tmp_path):
    cases, out = open_cases(write_cases(QUESTIONS)), tmp_path / "run"

    def second(_):
        with pytest.raises(InvalidInputError, match="another run is writing"):
            _run(handbook, cases, out)

    _run(handbook, cases, out, report=second)
    assert len(_rows(out)) == 5


def test_a_folder_that_cannot_be_made(handbook, write_cases, tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(InvalidInputError, match="cannot make the folder"):
        _run(handbook, open_cases(write_cases(QUESTIONS)), tmp_path / "file" / "run")


def test_a_case_that_fails_is_counted_and_the_rest_go_on(handbook, write_cases, tmp_path):
    failing = {"id": "x", "question": "Why?", "answers": ["a"], "contexts": ["text"] * 1001}
    summary = _run(handbook, open_cases(write_cases([*QUESTIONS, failing])), tmp_path / "run")
    assert (summary["n"], summary["errors"]) == (6, 1)


def test_claims_have_floors_and_no_answers(handbook, write_cases, tmp_path):
    evidence = "The bridge was opened in 1932. It carries eight lanes of traffic."
    said = [
        ("It was opened in 1932.", "supported"),
        ("It was opened in 1945.", "refuted"),
        ("It carries eight lanes.", "supported"),
        ("Penguins live there.", "not_enough"),
    ]
    rows = [
        {"id": n, "evidence": evidence, "claim": claim, "label": label}
        for n, (claim, label) in enumerate(said)
    ]
    summary = _run(handbook, open_cases(write_cases(rows)), tmp_path / "run")
    assert summary["task"] == "claims"
    assert summary["balanced_accuracy"] == 1
    assert summary["floors"]["always_yes"] == {"balanced_accuracy": 0.5, "f1": pytest.approx(2 / 3)}
    assert 0.5 <= summary["floors"]["word_overlap"]["balanced_accuracy"] <= 1
    assert summary["claims_per_second"] > 0
    assert "coverage" not in summary


def test_rankings_are_summed_up_by_searcher(handbook, write_cases, tmp_path):
    rows = [
        {
            "id": "1",
            "question": "When was the Harbour bridge opened?",
            "supporting_ids": ["bridge"],
        },
        {"id": "2", "question": "长城位于哪里？", "supporting_ids": ["wall"]},
    ]
    summary = _run(handbook, open_cases(write_cases(rows)), tmp_path / "run")
    assert summary["recall@1"] == summary["by_searcher"]["hybrid"]["recall@1"] == 1
    assert set(summary["by_searcher"]) == {"dense", "keyword", "graph", "hybrid"}
    assert summary["by_lang"]["zh"]["all_gold@8"] == 1


def test_memory_does_not_grow_with_the_number_of_claims(handbook, tmp_path):
    claim = {"evidence": "The bridge was opened in 1932. " * 20, "claim": "It was opened in 1932.",
             "label": "supported"}  # fmt: skip

    def peak(n):
        path = tmp_path / f"{n}.jsonl"
        highest: list[int] = []
        path.write_bytes(b"".join(orjson.dumps({**claim, "id": i}) + b"\n" for i in range(n)))

        def watch(at):
            if at.done == n:
                highest.append(tracemalloc.get_traced_memory()[1])

        tracemalloc.start()
        _run(handbook, open_cases(path), tmp_path / f"run{n}", report=watch)
        tracemalloc.stop()
        return highest[0]

    peak(20)
    few, many = peak(50), peak(650)
    # a hash and a line number of each case; its texts would be 400 kB
    assert many - few < 150_000
