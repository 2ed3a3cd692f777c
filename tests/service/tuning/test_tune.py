"""Readers and checkers trained on a dozen rows, from the packaged encoder to an answer."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from indexes.embedding.added import WEIGHTS
from knowledge.errors import InvalidInputError
from service.generators.signals import find_candidates
from service.generators.spans import SpanScorer
from service.groundedness.entailment import Entailment
from service.models.network import load_network
from service.tuning.checkpoint import CHECKPOINT
from service.tuning.curve import CURVE
from service.tuning.progress import Progress
from service.tuning.trainer import Recipe
from service.tuning.tune import MODEL, SUMMARY, Run, tune_checker, tune_reader

pytestmark = [
    pytest.mark.model,
    pytest.mark.filterwarnings("ignore:.*is_gradient_checkpointing.*:FutureWarning"),
]
RECIPES = {
    "full": Recipe(epochs=6, batch_tokens=512, rate=3e-4, evaluate_every=99, patience=0),
    "lora": Recipe(epochs=8, batch_tokens=512, rate=3e-3, evaluate_every=99, patience=0),
}
SHORT = Recipe(epochs=2, batch_tokens=512, rate=1e-4, evaluate_every=2, patience=0)
ONCE = replace(SHORT, epochs=1, evaluate_every=99)


class Stopped(Exception):
    """The power is cut."""


def ignore(progress: Progress) -> None:
    """Report to nobody."""


@pytest.fixture
def questions(tmp_path: Path, make_rows, write_jsonl, as_json) -> Path:
    """A few questions in two languages."""
    rows = [*make_rows(5), *make_rows(1, "zh")]
    return write_jsonl(tmp_path / "questions.jsonl", [as_json(row) for row in rows])


@pytest.fixture
def claims(tmp_path: Path, make_rows, write_jsonl) -> Path:
    """A dozen claims: one kind holds, the other does not."""
    made = []
    for row in make_rows(6):
        right = {"evidence": row.context, "claim": "The tower is high.", "label": "supported"}
        made += [right, {**right, "claim": "Penguins swim in lava.", "label": "refuted"}]
    return write_jsonl(tmp_path / "claims.jsonl", made)


def run(path: Path, out: Path, base: Path | str, recipe: Recipe = SHORT, **options) -> Run:
    return Run([path], [path], out, recipe, str(base), **options)


@pytest.mark.parametrize("method", ["full", "lora"])
def test_a_reader_learns_where_the_answers_stand(questions, out, base, make_rows, passages, method):
    reports: list[Progress] = []
    asked = run(questions, out, base, RECIPES[method], method=method)
    summary = tune_reader(asked, reports.append)
    assert summary["best_score"] > 0.8
    assert summary["method"] == method
    assert reports[-1].measured is not None
    assert reports[-1].step == summary["steps"] == reports[-1].steps
    scorer = SpanScorer(load_network("reader", summary["model"]))
    right = 0
    for row in make_rows(5):
        evidence = passages(row.context)
        candidates = find_candidates(evidence)
        spans = scorer.score(row.question, evidence, candidates)
        best = max(
            (s.log_odds, c.text[s.start : s.end])
            for s, c in zip(spans, candidates, strict=True)
            if s is not None
        )
        right += best[1] == row.context[slice(*row.spans[0])]
    assert right >= 4


@pytest.mark.parametrize("method", ["full", "lora"])
def test_a_checker_learns_what_holds(claims, out, base, method):
    summary = tune_checker(run(claims, out, base, RECIPES[method], method=method), ignore)
    assert summary["best_score"] == 1.0
    evidence = "The Oslo Tower was opened in 1801, and it is high."
    (high, lava) = Entailment(load_network("checker", summary["model"])).score(
        [("The tower is high.", evidence), ("Penguins swim in lava.", evidence)]
    )
    assert high[0] > 0.5 > lava[0]
    assert lava[1] > high[1]


def test_a_run_leaves_a_model_a_summary_and_a_curve(questions, out, base):
    summary = tune_reader(run(questions, out, base, ONCE), ignore)
    assert summary["model"] == str(out / MODEL)
    assert json.loads((out / SUMMARY).read_text()) == summary
    assert {"steps", "best_step", "best_score", "seconds", "base", "method"} <= set(summary)
    assert (out / CURVE).read_text().startswith("<svg")


def test_from_the_packaged_encoder_the_vocabulary_comes_along(questions, out):
    summary = tune_reader(run(questions, out, "packaged", ONCE), ignore)
    network = load_network("reader", summary["model"])
    (encoding,) = network.pairs.first_windows([("里斯本塔有多高？", "塔在里斯本，㐂㐂。")])
    assert encoding.tokens.count("[UNK]") == 2
    assert all(np.isfinite(p.detach().float().numpy()).all() for p in network.model.parameters())


def weights_sum(folder: Path) -> str:
    return hashlib.sha256((folder / MODEL / WEIGHTS).read_bytes()).hexdigest()


@pytest.mark.parametrize("method", ["full", "lora"])
def test_an_interrupted_run_goes_on_to_the_same_model(questions, out, base, method):
    asked = {name: run(questions, out / name, base, method=method) for name in ("whole", "cut")}
    whole = tune_reader(asked["whole"], ignore)

    def cut(progress: Progress) -> None:
        if progress.step == 2:
            raise Stopped

    with pytest.raises(Stopped):
        tune_reader(asked["cut"], cut)
    assert not (out / "cut" / MODEL).exists()
    steps: list[int] = []
    summary = tune_reader(asked["cut"], lambda progress: steps.append(progress.step))
    assert steps == list(range(4, whole["steps"] + 1, 2))
    assert summary["best_score"] == whole["best_score"]
    assert weights_sum(out / "cut") == weights_sum(out / "whole")


def test_training_goes_on_from_an_earlier_model(questions, out, base):
    first = tune_reader(run(questions, out / "first", base, ONCE), ignore)
    second = tune_reader(run(questions, out / "second", first["model"], ONCE), ignore)
    assert second["base"] == first["model"]
    assert weights_sum(out / "second") != weights_sum(out / "first")


def test_several_files_are_one_set(tmp_path, out, base, make_rows, write_jsonl, as_json):
    paths = []
    for n in range(2):
        rows = [as_json(row) for row in make_rows(4)[2 * n : 2 * n + 2]]
        paths.append(write_jsonl(tmp_path / f"{n}.jsonl", rows))
    both = Run(paths, paths[:1], out, ONCE, str(base))
    together = write_jsonl(tmp_path / "all.jsonl", [p.read_text().rstrip() for p in paths])
    other = replace(both, train=[together], out=out / "other")
    assert tune_reader(both, ignore)["tokens"] == tune_reader(other, ignore)["tokens"]


def test_a_checker_is_measured_on_each_set_by_name(tmp_path, claims, out, base, write_jsonl):
    lines = claims.read_text().splitlines()
    paths = [write_jsonl(tmp_path / f"{name}.jsonl", lines[:2]) for name in ("one", "other")]
    reports: list[Progress] = []
    tune_checker(Run([claims], paths, out, ONCE, str(base)), reports.append)
    assert reports[-1].measured is not None
    assert set(reports[-1].measured) == {"one", "other", "score"}


def test_dev_files_of_one_name_are_two_sets(tmp_path, claims, out, base, write_jsonl):
    lines = claims.read_text().splitlines()
    paths = []
    for n in range(2):
        (tmp_path / str(n)).mkdir()
        paths.append(write_jsonl(tmp_path / str(n) / "dev.jsonl", lines[:2]))
    reports: list[Progress] = []
    tune_checker(Run([claims], paths, out, ONCE, str(base)), reports.append)
    assert reports[-1].measured is not None
    assert len(reports[-1].measured) == 3


@pytest.mark.parametrize(
    ("tune", "said"), [(tune_reader, "hold no questions"), (tune_checker, "hold no claims")]
)
def test_there_must_be_something_to_measure_on(tmp_path, questions, claims, out, base, tune, said):
    empty = tmp_path / "empty.jsonl"
    empty.write_text("")
    train: Sequence[Path] = [questions if tune is tune_reader else claims]
    with pytest.raises(InvalidInputError, match=f"the files for --dev {said}"):
        tune(Run(train, [empty], out, SHORT, str(base)), ignore)


def test_there_must_be_claims_to_train_on(tmp_path, claims, out, base):
    empty = tmp_path / "empty.jsonl"
    empty.write_text("")
    with pytest.raises(InvalidInputError, match="there are no examples to train on"):
        tune_checker(Run([empty], [claims], out, SHORT, str(base)), ignore)


def test_there_must_be_questions_to_train_on(tmp_path, questions, out, base):
    empty = tmp_path / "empty.jsonl"
    empty.write_text("")
    with pytest.raises(InvalidInputError, match="there are no examples to train on"):
        tune_reader(Run([empty], [questions], out, SHORT, str(base)), ignore)


def test_a_base_must_be_a_model_of_this_project(tmp_path, questions, out):
    with pytest.raises(InvalidInputError, match=r"it has no tokens\.txt.*`packaged`"):
        tune_reader(run(questions, out, tmp_path), ignore)


def test_a_folder_with_another_run_is_refused_and_left_alone(questions, out, base):
    tune_reader(run(questions, out, base, ONCE), ignore)
    before = (out / SUMMARY).read_bytes(), weights_sum(out)
    with pytest.raises(InvalidInputError, match=r"of a run with other rate; remove it"):
        tune_reader(run(questions, out, base, replace(ONCE, rate=1e-5)), ignore)
    assert ((out / SUMMARY).read_bytes(), weights_sum(out)) == before
    assert (out / CHECKPOINT).exists()


def test_a_folder_with_a_run_that_was_measured_on_other_questions_is_refused(
    tmp_path, questions, out, base, make_rows, write_jsonl, as_json
):
    tune_reader(run(questions, out, base, ONCE), ignore)
    other = write_jsonl(tmp_path / "other.jsonl", [as_json(row) for row in make_rows(2)])
    with pytest.raises(InvalidInputError, match="other fingerprint of dev; remove it"):
        tune_reader(replace(run(questions, out, base, ONCE), dev=[other]), ignore)


def test_what_does_not_fit_into_a_sequence_is_counted(tmp_path, out, base, write_jsonl):
    near = {"question": "How high is it?", "context": "The tower is 300 metres high.",
            "answers": [{"text": "300 metres", "start": 13}]}  # fmt: skip
    # Tables are one sentence to cut around, however long.
    text = ", ".join(["a cell"] * 400) + ", 300 metres"
    far = {**near, "context": text, "answers": [{"text": "300 metres", "start": len(text) - 10}]}
    path = write_jsonl(tmp_path / "q.jsonl", [near, near, far])
    noted = tune_reader(run(path, out, base, ONCE), ignore)["noted"]
    assert list(noted.values()) == [1]


def test_it_is_measured_on_whole_passages(tmp_path, questions, out, base, write_jsonl):
    answer, far = "The tower is 300 metres high. ", "The park is green. " * 300
    seen = set()
    for last in ("It is old.", "It is new."):
        asked = {"question": "How high is it?", "context": answer + far + last,
                 "answers": [{"text": "300 metres", "start": 13}]}  # fmt: skip
        dev = write_jsonl(tmp_path / f"{last}.jsonl", [asked])
        made = replace(run(questions, out / last, base, ONCE), dev=[dev])
        seen.add(tune_reader(made, ignore)["fingerprint of dev"])
    assert len(seen) == 2


@pytest.mark.parametrize("other", [{"method": "lora"}, {"base": "packaged"}])
def test_a_folder_with_a_run_of_another_method_or_base_is_refused(questions, out, base, other):
    asked = run(questions, out, base, ONCE)
    tune_reader(asked, ignore)
    with pytest.raises(InvalidInputError, match="remove it to start anew"):
        tune_reader(replace(asked, **other), ignore)
