"""The page as a file: it stands alone, no case can break it, making it takes little memory."""

import json
import re
import tracemalloc

import pytest

from knowledge.errors import InvalidInputError
from service.evaluation.report import write_report

SUMMARY = {
    "task": "qa",
    "n": 2,
    "f1": 0.5,
    "latency_histogram": [[10, 0], [20, 2]],
    "risk_coverage": [[0.5, 0.0, 0.9], [1.0, 0.5, 0.3]],
    "reliability": [{"low": 0.8, "high": 1.0, "n": 2, "confidence": 0.9, "accuracy": 0.5}],
    "abstained": {"weak_support": 1},
    "by_lang": {"en": {"n": 2, "f1": 0.5}},
}


HOSTILE = "</textarea></script><script>alert(1)</script><img src=x onerror=alert(2)>\"'&{{ 7*7 }}"


def test_what_comes_from_a_case_stays_text(write_run, read_page, answered, scores):
    case = {"answers": [HOSTILE], "answerable": True, "lang": HOSTILE, "source": HOSTILE}
    wrong = answered(HOSTILE, question=HOSTILE, text=HOSTILE, short_answer=HOSTILE, case=case)
    wrong |= {"scores": scores(), "faults": ["checker_miss"]}
    wrong["evidence"] = [wrong["evidence"][0] | {"text": HOSTILE, "title": HOSTILE}]
    wrong["draft"] = wrong["draft"] | {"text": HOSTILE + "?"}
    failed = answered("e", error=HOSTILE)
    summary = SUMMARY | {"by_lang": {HOSTILE: {"n": 1, "f1": 1.0}}, "run": {HOSTILE: HOSTILE}}
    page = read_page(write_run([wrong, failed], summary))
    assert page.count("script") == 1
    assert page.count("img") == 0
    assert not any(name.startswith("on") for _, a in page.tags for name in a)
    assert page.text.count("<script>alert(1)</script>") >= 9
    assert "49" not in page.text.replace("7*7", "")


def test_the_page_stands_alone(write_run, read_page, answered, refused, scores):
    evidence = [answered()["evidence"][0] | {"uri": "https://example.org/bridge"}]
    rows = [answered(scores=scores(), evidence=evidence), refused("q2")]
    folder = write_run(rows, SUMMARY)
    page = read_page(folder)
    links = [a.get(name) for _, a in page.tags for name in ("src", "href", "action", "srcset")]
    assert all(link.startswith("#") for link in links if link is not None)
    assert not {"link", "iframe", "object", "embed", "base"} & {tag for tag, _ in page.tags}
    text = (folder / "report.html").read_text("utf-8")
    assert not re.search(r"url\((?!#)|@import", text)
    assert "https://example.org/bridge" in page.text
    policy = next(a["content"] for _, a in page.tags if "http-equiv" in a)
    assert policy.startswith("default-src 'none'")


def test_ids_are_unique_and_every_link_has_its_target(write_run, read_page, answered, refused):
    page = read_page(write_run([answered(), refused("q2")], SUMMARY))
    ids = [a["id"] for _, a in page.tags if "id" in a]
    assert len(ids) == len(set(ids))
    links = {a["href"][1:] for tag, a in page.tags if tag in ("a", "use")}
    assert links <= set(ids)


def test_tables_landmarks_and_languages_can_be_read_aloud(write_run, read_page, answered, scores):
    chinese = answered("z", scores=scores(), question="桥是什么时候开放的？")
    chinese["case"] = chinese["case"] | {"lang": "zh"}
    page = read_page(write_run([chinese], SUMMARY))
    assert all("scope" in a for tag, a in page.tags if tag == "th")
    assert {"header", "main", "nav", "footer"} <= {tag for tag, _ in page.tags}
    assert "桥是什么时候开放的？" in page.text
    assert any(tag == "span" and a.get("lang") == "zh-Hans" for tag, a in page.tags)
    assert any(tag == "html" and a.get("lang") == "en" for tag, a in page.tags)


def test_the_same_run_gives_the_sameread_page(write_run, answered, refused, scores):
    folder = write_run([answered(scores=scores()), refused("q2")], SUMMARY)
    first = write_report(folder).read_bytes()
    assert write_report(folder).read_bytes() == first
    assert sorted(p.name for p in folder.iterdir()) == ["report.html", "run.jsonl", "summary.json"]


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ({"id": "x", "support": "much"}, "line 2.*support"),
        ({"question": "no id"}, "line 2.*id"),
    ],
)
def test_a_damaged_row_is_named(write_run, row, said, answered):
    with pytest.raises(InvalidInputError, match=said):
        write_report(write_run([answered(), row]))


def test_a_folder_without_a_run_is_an_error(tmp_path):
    with pytest.raises(InvalidInputError, match="holds no run"):
        write_report(tmp_path)


def test_a_lone_surrogate_does_not_end_the_writing(write_run, tmp_path, answered, scores):
    folder = write_run([answered("half", scores=scores())])
    line = json.dumps(answered("half", scores=scores(), question="a\ud800b"))
    (folder / "run.jsonl").write_text(line + "\n", "ascii")
    with pytest.raises(InvalidInputError, match="line 1"):
        write_report(folder)


def test_memory_does_not_grow_with_the_rows(write_run, answered, scores):
    # 3,000 rows of 20 KB each are 60 MB; only the worst are kept.
    long = answered(scores=scores(), evidence=[answered()["evidence"][0] | {"text": "x" * 20_000}])
    folder = write_run(long | {"id": f"q{n}", "support": n / 3000} for n in range(3000))
    assert (folder / "run.jsonl").stat().st_size > 60_000_000
    tracemalloc.start()
    try:
        write_report(folder)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 20_000_000
