"""`footing eval` and `footing calibrate` as a user would type them."""

import json

import pytest

CASES = [
    {"id": "1", "question": "When was the Harbour bridge opened?", "answers": ["1932"]},
    {"id": "2", "question": "明长城总长度是多少公里？", "answers": ["8851公里", "8851"]},
    {"id": "3", "question": "What is the capital of Peru?", "answers": []},
]


@pytest.fixture
def cases(tmp_path):
    path = tmp_path / "cases.jsonl"
    path.write_text("\n".join(json.dumps(c) for c in CASES), "utf-8")
    return path


def test_figures_for_people(filled, cases, tmp_path):
    ran = filled("eval", cases, "--out", tmp_path / "run")
    assert ran.status == 0
    lines = ran.out.splitlines()
    assert lines[0] == "3 cases, 0 failed"
    assert any(line.split()[:2] == ["coverage", "0.667"] for line in lines)
    assert lines[-1] == f"report: {tmp_path / 'run' / 'report.html'}"
    assert {p.name for p in (tmp_path / "run").iterdir()} >= {
        "run.jsonl", "summary.json", "report.html", "settings.json",
    }  # fmt: skip


def test_figures_for_programs(filled, cases, tmp_path):
    ran = filled("eval", cases, "--out", tmp_path / "run", "--json")
    assert ran.rows == [json.loads((tmp_path / "run" / "summary.json").read_text("utf-8"))]
    assert ran.rows[0]["accuracy"] == 1


def test_the_first_command_may_be_named(filled, cases, tmp_path):
    assert filled("eval", "run", cases, "--out", tmp_path / "run").status == 0


def test_options_may_come_first(filled, cases, tmp_path):
    assert filled("eval", "--out", tmp_path / "run", "--task", "qa", cases).status == 0


def test_never_abstaining(filled, cases, tmp_path):
    ran = filled("eval", cases, "--out", tmp_path / "run", "--force-answer", "--json")
    assert ran.rows[0]["coverage"] == 1
    assert ran.rows[0]["abstained"] == {}


def test_malformed_cases_write_nothing(filled, cases, tmp_path):
    cases.write_text(cases.read_text("utf-8") + "\n{oops\n", "utf-8")
    ran = filled("eval", cases, "--out", tmp_path / "run")
    assert ran.status == 2
    assert "line 4 is not JSON" in ran.err
    assert not (tmp_path / "run").exists()


def test_an_unknown_collection_writes_nothing(filled, cases, tmp_path):
    ran = filled("eval", cases, "--out", tmp_path / "run", "--collection", "nowhere")
    assert ran.status == 2
    assert "nowhere" in ran.err
    assert not (tmp_path / "run").exists()


def test_another_run_in_the_folder_is_kept(filled, cases, tmp_path):
    filled("eval", cases, "--out", tmp_path / "run")
    other = tmp_path / "other.jsonl"
    other.write_text(json.dumps(CASES[0]))
    ran = filled("eval", other, "--out", tmp_path / "run")
    assert ran.status == 2
    assert "--fresh" in ran.err
    assert filled("eval", other, "--out", tmp_path / "run", "--fresh").status == 0


def test_two_runs_compared(filled, cases, tmp_path):
    filled("eval", cases, "--out", tmp_path / "a")
    filled("eval", cases, "--out", tmp_path / "b", "--force-answer")
    ran = filled("eval", "compare", tmp_path / "a", tmp_path / "b", "--metric", "abstain_recall")
    assert ran.status == 1
    assert "abstain_recall" in ran.out
    assert filled("eval", "compare", tmp_path / "a", tmp_path / "a", "--metric", "f1").status == 0


def test_a_report_written_again(filled, cases, tmp_path):
    filled("eval", cases, "--out", tmp_path / "run")
    (tmp_path / "run" / "report.html").unlink()
    assert filled("eval", "report", tmp_path / "run").status == 0
    assert (tmp_path / "run" / "report.html").exists()


def _many(path, right):
    question, *_ = CASES
    rows = [
        {**question, "id": n, "answers": ["1932" if n % 100 < right else "1999"]}
        for n in range(100)
    ]
    path.write_text("\n".join(json.dumps(row) for row in rows))
    return path


def test_a_certificate_and_an_answer_that_carries_it(filled, tmp_path):
    ran = filled("calibrate", _many(tmp_path / "c.jsonl", 100), "--risk", 0.1)
    assert ran.status == 0
    assert ran.out.startswith("Certified: with confidence 90%, at most 10% of the answers")
    answer = filled("ask", CASES[0]["question"], "--json").rows[0]
    assert answer["threshold_from"] == "certificate"
    assert answer["guarantee"]["valid"]
    assert answer["guarantee"]["cases"] == 67
    assert answer["guarantee"]["errors"] == 0


def test_what_cannot_be_certified_says_what_is_missing(filled, tmp_path):
    ran = filled("calibrate", _many(tmp_path / "c.jsonl", 50), "--risk", 0.05, "--json")
    assert ran.status == 1
    assert not ran.rows[0]["certified"]
    assert "More cases of this kind will not help" in ran.rows[0]["explanation"]
    assert filled("ask", CASES[0]["question"], "--json").rows[0]["guarantee"] is None


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([CASES[0]], "1 cases are too few"),
        ([CASES[0], {**CASES[0], "id": "x", "context": "It was 1932."}], "calibrate them apart"),
        ([{"evidence": "E.", "claim": "C.", "label": "supported"}], "`question` has to be"),
    ],
)
def test_cases_that_cannot_calibrate(filled, tmp_path, rows, said):
    path = tmp_path / "c.jsonl"
    path.write_text("\n".join(json.dumps(row) for row in rows))
    ran = filled("calibrate", path, "--risk", 0.1)
    assert ran.status == 2
    assert said in ran.err


@pytest.mark.parametrize("risk", [0, 1, 1.5])
def test_a_risk_that_is_none(filled, tmp_path, risk):
    ran = filled("calibrate", _many(tmp_path / "c.jsonl", 100), "--risk", risk)
    assert ran.status == 2
    assert "between 0 and 1" in ran.err


def test_a_protocol_on_a_set_that_is_at_hand(footing, tmp_path):
    evidence = "The bridge was opened in 1932."
    rows = [
        {"id": "1", "evidence": evidence, "claim": "It was opened in 1932.", "label": "supported"},
        {"id": "2", "evidence": evidence, "claim": "It was opened in 1945.", "label": "refuted"},
    ]
    (tmp_path / "sets" / "dev").mkdir(parents=True)
    lines = "\n".join(json.dumps(row) for row in rows)
    (tmp_path / "sets" / "dev" / "wice_claim_dev.jsonl").write_text(lines)
    ran = footing("eval", "protocol", "wice", "--sets", tmp_path / "sets", "--out", tmp_path / "o")
    assert ran.status == 0
    assert "### WiCE, dev" in ran.out
    assert "| balanced accuracy | 1.000 |" in ran.out
    assert "T5-3B, ANLI 0.618" in ran.out
    missing = footing(
        "eval", "protocol", "rgb", "--sets", tmp_path / "sets", "--out", tmp_path / "p"
    )
    assert missing.status == 2
    assert "none of the sets of the protocol rgb is at hand" in missing.err
    assert footing("eval", "protocol", "x", "--sets", ".", "--out", "o").status == 2
