"""What the page of a run says."""

import re

SUMMARY = {
    "task": "qa",
    "n": 2,
    "coverage": 0.5,
    "hallucination_rate": 0.0,
    "accuracy_answered": 1.0,
    "f1": 0.5,
    "threshold": 0.5,
    "latency_ms": {"p50": 12.0, "p95": 20.0},
    "latency_histogram": [[10, 0], [20, 2]],
    "risk_coverage": [[0.5, 0.0, 0.9], [1.0, 0.5, 0.3]],
    "reliability": [{"low": 0.8, "high": 1.0, "n": 2, "confidence": 0.9, "accuracy": 0.5}],
    "abstained": {"weak_support": 1},
    "by_lang_abstained": {"en": {"weak_support": 1}},
    "faults": {"reader_miss": 1},
    "by_lang": {"en": {"n": 2, "f1": 0.5}},
    "intervals": {"accuracy_answered": [0.6, 1.0]},
    "run": {"cases": "cases.jsonl", "models": {"generator": "extractive"}},
}


def test_a_manager_reads_the_result_in_sentences(write_run, read_page, answered, refused):
    page = read_page(write_run([answered("q1"), refused("q2")], SUMMARY))
    assert (
        "Of 2 questions, 1 got an answer (50%). 1 of these answers are right (100%, 95% interval "
        "60% to 100%) and 0 are wrong. 1 was refused."
    ) in page.text
    for heading in ("Figures", "Curves", "Why it refused", "By language", "Latency", "This run"):
        assert heading in page.text
    assert page.count("svg") >= 3


def test_a_wrong_answer_is_shown_with_all_that_explains_it(write_run, read_page, answered, scores):
    case = {"answers": ["1930", "in 1930"], "answerable": True, "lang": "en", "source": "set"}
    wrong = answered(case=case, scores=scores(), faults=["reader_miss", "checker_miss"])
    page = read_page(write_run([wrong]))
    for said in (
        "The evidence holds a reference answer, but the draft did not give it.",
        "The checker let a wrong answer through at a support of 0.90 (threshold 0.50).",
        "in 1930",
        "Short answer: 1932",
        "supported 0.90",
        "passage: Bridge (bridge), cited",
        "Case q1, English, from set",
    ):
        assert said in page.text
    marked = [a for tag, a in page.tags if tag == "mark"]
    assert marked == [{"class": "answer"}, {}]
    assert "".join(page.said).count("The bridge is of steel") == 1


def test_the_surest_wrong_answers_come_first_then_right_ones_withheld_then_misses(
    write_run, read_page, answered, refused, scores
):
    rows = [
        refused("missed"),
        refused("withheld", scores=scores(draft_right=True, score=0.2)),
        answered("less sure", support=0.6, scores=scores()),
        answered("right"),
        answered("sure", support=0.8, scores=scores()),
        {"id": "failed", "question": "?", "error": "it broke", "case": {}, "faults": []},
    ]
    shown = re.findall(r"Case ([a-z ]+)", read_page(write_run(rows)).text)
    assert [name.strip() for name in shown] == ["sure", "less sure", "withheld", "missed", "failed"]


def test_at_most_forty_wrong_cases_are_shown_and_it_is_said_how_many_there_are(
    write_run, read_page, answered, refused, scores
):
    rows = [answered(f"w{n}", scores=scores()) for n in range(25)]
    rows += [refused(f"m{n}") for n in range(25)]
    page = read_page(write_run(rows))
    assert "Wrong, and released (20 of 25)" in page.text
    assert "Missed (10 of 25)" in page.text
    assert page.count("details") == 30


def test_an_empty_run_says_so(write_run, read_page):
    page = read_page(write_run([], {"task": "qa", "n": 0, "f1": None, "run": {}}))
    assert "There are no cases in this run." in page.text
    assert page.count("details") == page.count("table") == 0


def test_a_run_of_refusals_only(write_run, read_page, refused):
    page = read_page(write_run([refused(f"q{n}", "no_evidence") for n in range(3)]))
    assert "Of 3 questions, 0 got an answer (0%). 3 were refused." in page.text
    assert "no_evidence nothing about it was found 3 100.0%" in page.text


def test_an_interrupted_run_is_shown_as_far_as_it_went(write_run, read_page, answered, refused):
    page = read_page(write_run([answered(), refused("q2")], half='{"id": "q3", "ques'))
    assert "This run is not finished: 2 cases so far" in page.text
    assert "The last line of run.jsonl is only half written and was passed over." in page.text


def test_figures_of_other_rows_than_these_are_noticed(write_run, read_page, answered):
    page = read_page(write_run([answered()], SUMMARY))
    assert "The figures are of 2 cases, but run.jsonl holds 1." in page.text


CLAIM = {
    "id": "c1",
    "lang": "en",
    "source": None,
    "label": "refuted",
    "supported": False,
    "score": 0.8,
    "predicted": True,
    "verdict": "supported",
    "claims": [],
    "claim": "The bridge is of wood.",
    "evidence": ["The bridge is of steel."],
    "ms": 3.0,
    "error": None,
}


def test_a_run_over_claims_shows_what_was_let_through_and_false_alarms(write_run, read_page):
    alarm = CLAIM | {"id": "c2", "label": "supported", "supported": True, "score": 0.1}
    summary = {
        "task": "claims",
        "n": 2,
        "balanced_accuracy": 0.5,
        "claims_per_second": 80.0,
        "floors": {"word_overlap": {"balanced_accuracy": 0.55, "f1": None}},
        "intervals": {"balanced_accuracy": [0.25, 0.75]},
        "by_lang": {"en": {"n": 2, "balanced_accuracy": 0.5}},
    }
    page = read_page(write_run([alarm | {"predicted": False}, CLAIM], summary))
    assert "Balanced accuracy is 50% (95% interval 25% to 75%)." in page.text
    assert "55.0% word overlap" in page.text
    assert "Let through, though not supported (1)" in page.text
    assert "False alarms: supported, and rejected (1)" in page.text
    assert "The evidence supports it, and the checker gave it only 0.10." in page.text
    assert "80.0" in page.text


def test_a_run_over_rankings_shows_where_the_wanted_came(write_run, read_page):
    row = {
        "id": "r1",
        "question": "Which came first?",
        "lang": "en",
        "supporting_ids": ["a", "b"],
        "found": {"dense": ["x", "a"], "hybrid": ["x", "y", "a"]},
        "scores": {"dense": {"recall@8": 0.5}, "hybrid": {"recall@8": 0.5, "ndcg@10": 0.4}},
        "ms": 1.0,
        "error": None,
    }
    best = row | {"id": "r2", "scores": {"hybrid": {"recall@8": 1.0}}}
    summary = {"task": "retrieval", "n": 2, "recall@8": 0.75, "by_searcher": {
        "dense": {"recall@8": 0.5}, "hybrid": {"recall@8": 0.75}}}  # fmt: skip
    page = read_page(write_run([row, best], summary))
    assert "75% of the documents that are wanted are among the first 8 found." in page.text
    assert "All three, fused 75.0%" in page.text
    assert "Document Dense vectors All three, fused a 2 3 b – –" in page.text
    assert "1 of 2 wanted documents are not among the first 8." in page.text
    assert "a (wanted)" in page.text
    assert page.count("details") == 1
