"""Protocols of questions on small sets of the same form."""

import json

import pytest

from knowledge.errors import InvalidInputError
from service.evaluation.protocols.base import Sets
from service.evaluation.protocols.registry import PROTOCOLS
from service.evaluation.protocols.run import run_protocol, table
from service.evaluation.runs.run import RunOptions

BRIDGE = "The Harbour bridge in Sydney was opened in 1932. It carries eight lanes."
COFFEE = "A cup of espresso takes about 25 seconds to brew."
SQUAD = [
    {"id": "1", "question": "When was the Harbour bridge opened?", "context": BRIDGE,
     "answers": [{"text": "1932", "start": 43}], "answerable": True, "title": "Bridge",
     "lang": "en"},
    {"id": "2", "question": "Who painted the Harbour bridge?", "context": BRIDGE, "answers": [],
     "answerable": False, "title": "Bridge", "lang": "en"},
    {"id": "3", "question": "How long does espresso take to brew?", "context": COFFEE,
     "answers": [{"text": "25 seconds", "start": 29}], "answerable": True, "title": "Coffee",
     "lang": "en"},
]  # fmt: skip
RGB = [
    {"id": "r1", "question": "When was the Harbour bridge opened?", "answers": ["1932"],
     "positive": [BRIDGE] * 5, "negative": [COFFEE] * 5,
     "positive_wrong": [BRIDGE.replace("1932", "1945")] * 5, "lang": "en"},
]  # fmt: skip


@pytest.fixture
def sets(tmp_path):
    def write(limit=0, **named):
        for name, rows in named.items():
            (tmp_path / f"{name}.jsonl").write_text("\n".join(json.dumps(r) for r in rows))
        return Sets(tmp_path, limit)

    return write


def _run(name, sets, footing, out):
    return run_protocol(PROTOCOLS[name], sets, footing, out, lambda *_: RunOptions())


def test_every_paragraph_is_a_document_and_every_question_asks_them_all(
    make_footing, sets, tmp_path
):
    footing = make_footing()
    (done,) = _run("squad-open", sets(squad20_dev_a=SQUAD), footing, tmp_path / "out")
    assert footing.store.collections()[1].documents == 2
    assert (done.summary["n"], done.summary["answerable"]) == (3, 2)
    assert done.summary["context_recall"] == 1
    rows = [json.loads(line) for line in (done.folder / "run.jsonl").read_text().splitlines()]
    assert [row["case"]["supporting_ids"] for row in rows] == [["p0"], None, ["p1"]]
    printed = table([done])
    assert "| abstain recall |" in printed
    assert "GPT-4o 0.580" in printed
    assert "always abstain 0.333" in printed


def test_running_it_again_stores_and_asks_nothing_twice(make_footing, sets, tmp_path):
    footing, found = make_footing(), sets(squad20_dev_a=SQUAD)
    (first,) = _run("squad-open", found, footing, tmp_path / "out")
    (again,) = _run("squad-open", found, footing, tmp_path / "out")
    assert again.summary["run"]["resumed_after"] == 3
    assert again.summary["f1"] == first.summary["f1"]


def test_noise_refusal_and_passages_that_are_wrong(make_footing, sets, tmp_path):
    done = {d.part.name: d for d in _run("rgb", sets(rgb_en_fact=RGB), make_footing(), tmp_path)}
    assert set(done) == {
        "rgb-en-noise-0", "rgb-en-noise-2", "rgb-en-noise-4", "rgb-en-refusal",
        "rgb-en-counterfactual",
    }  # fmt: skip
    assert done["rgb-en-noise-4"].summary["accuracy"] == 1
    assert done["rgb-en-refusal"].summary["abstain_recall"] == 1
    assert done["rgb-en-counterfactual"].summary["hallucination_rate"] in (None, 1)
    rows = (done["rgb-en-noise-4"].folder / "cases.jsonl").read_text()
    assert json.loads(rows)["contexts"] == [BRIDGE, COFFEE, COFFEE, COFFEE, COFFEE]


def test_a_question_without_noise_is_left_out_where_noise_is_all(make_footing, sets, tmp_path):
    quiet = {**RGB[0], "id": "r2", "negative": [" "]}
    done = _run("rgb", sets(rgb_en_fact=[*RGB, quiet]), make_footing(), tmp_path)
    counts = {d.part.name: d.summary["n"] for d in done}
    assert counts["rgb-en-refusal"] == 1
    assert counts["rgb-en-noise-0"] == counts["rgb-en-counterfactual"] == 2


def test_a_limit_takes_cases_evenly(sets):
    rows = [{"id": n} for n in range(10)]
    assert [r["id"] for r in sets(limit=4).some(rows)] == [0, 2, 5, 7]
    assert len(sets(limit=0).some(rows)) == len(sets(limit=20).some(rows)) == 10


def test_sets_are_found_in_the_usual_places(tmp_path):
    (tmp_path / "test").mkdir()
    (tmp_path / "test" / "x.jsonl").write_text('{"a": 1}\n')
    assert list(Sets(tmp_path).rows("x")) == [{"a": 1}]
    assert Sets(tmp_path).find("y") is None
    with pytest.raises(InvalidInputError, match="the data set y is not in"):
        list(Sets(tmp_path).rows("y"))
    with pytest.raises(InvalidInputError, match="is no folder of data sets"):
        Sets(tmp_path / "nowhere")


def test_a_protocol_without_its_sets_says_so(make_footing, sets, tmp_path):
    with pytest.raises(InvalidInputError, match="squad20_dev_a"):
        _run("squad-open", sets(), make_footing(), tmp_path)
