"""Training that is cut short goes on where it was, and a folder keeps to one run."""

from dataclasses import replace

import pytest
import torch

from knowledge.errors import InvalidInputError
from service.tuning.checkpoint import CHECKPOINT, LOG
from service.tuning.curve import write_curve
from service.tuning.progress import Progress
from tests.service.tuning.doubling import (
    NUMBERS,
    RECIPE,
    STEPS,
    Doubling,
    ignore,
    log,
    network,
    same,
    trained,
    weights,
)


class Stopped(Exception):
    """The power is cut."""


def interrupted(folder, at: int, *, within: bool) -> None:
    """A run that ends at a step: in the midst of it, or when it is reported."""
    steps = iter(range(1, STEPS + 1))

    def cut() -> None:
        if next(steps) == at:
            raise Stopped

    def report(progress: Progress) -> None:
        if progress.step == at:
            raise Stopped

    task = Doubling(before_loss=cut) if within else Doubling()
    with pytest.raises(Stopped):
        trained(folder, task=task, report=ignore if within else report)


@pytest.mark.parametrize(
    ("at", "within"),
    [(4, False), (8, False), (16, False), (2, True), (5, True), (11, True), (18, True)],
)
def test_a_run_that_goes_on_after_an_interruption_ends_with_the_same_weights(tmp_path, at, within):
    expected, whole = trained(tmp_path / "whole")
    interrupted(tmp_path / "cut", at, within=within)
    torch.manual_seed(99)  # another process draws other numbers
    model = network()
    if (tmp_path / "cut" / CHECKPOINT).exists():
        torch.rand(5)
    got, summary = trained(tmp_path / "cut", model=model)
    assert same(weights(got), weights(expected))
    assert summary | {"seconds": 0} == whole | {"seconds": 0}


def test_a_run_may_be_interrupted_any_number_of_times(tmp_path):
    expected, _ = trained(tmp_path / "whole")
    for at in (4, 8, 12, 16):
        interrupted(tmp_path / "cut", at, within=False)
    got, _ = trained(tmp_path / "cut")
    assert same(weights(got), weights(expected))


def test_a_checkpoint_that_was_half_written_does_no_harm(tmp_path):
    expected, _ = trained(tmp_path / "whole")
    interrupted(tmp_path / "cut", 8, within=False)
    (tmp_path / "cut" / (CHECKPOINT + ".part")).write_bytes(b"half a checkp")
    got, _ = trained(tmp_path / "cut")
    assert same(weights(got), weights(expected))


@pytest.mark.parametrize("kept", [0, 500])
def test_a_damaged_checkpoint_is_refused(tmp_path, kept):
    trained(tmp_path)
    path = tmp_path / CHECKPOINT
    path.write_bytes(path.read_bytes()[:kept])
    with pytest.raises(InvalidInputError, match="is damaged; remove it to start anew"):
        trained(tmp_path)


def test_a_half_written_line_of_the_log_is_dropped(tmp_path):
    interrupted(tmp_path, 8, within=False)
    with (tmp_path / LOG).open("a") as file:
        file.write('{"step": 12, "los')
    trained(tmp_path)
    assert [row["step"] for row in log(tmp_path)] == [4, 8, 12, 16, 18]


def test_a_run_whose_log_is_gone_has_a_curve_all_the_same(tmp_path):
    trained(tmp_path)
    (tmp_path / LOG).unlink()
    assert write_curve(tmp_path).read_text().startswith("<svg")


def test_a_finished_run_is_not_trained_again(tmp_path):
    expected, first = trained(tmp_path)
    task = Doubling()
    got, again = trained(tmp_path, task=task)
    assert task.seen == []
    assert same(weights(got), weights(expected))
    assert again["best_score"] == first["best_score"]


def test_a_run_that_stopped_early_stays_where_it_stopped(tmp_path):
    scores = [0.5, 0.4, 0.3, 0.9, 0.9, 0.9, 0.9, 0.9, 0.9]
    recipe = replace(RECIPE, evaluate_every=2, patience=1)
    _, first = trained(tmp_path, recipe, Doubling(scores))
    _, again = trained(tmp_path, recipe, Doubling(scores[2:]))
    assert (again["steps"], again["best_step"]) == (first["steps"], first["best_step"])


def test_the_log_of_a_run_that_went_on_says_every_step_once(tmp_path):
    def stop(progress: Progress) -> None:
        if progress.step == 20:
            raise Stopped

    recipe = replace(RECIPE, epochs=8, evaluate_every=30)
    with pytest.raises(Stopped):
        trained(tmp_path, recipe, report=stop)
    trained(tmp_path, recipe)
    assert [row["step"] for row in log(tmp_path)] == [20, 30, 40, 48]


@pytest.mark.parametrize(
    ("changed", "named"),
    [
        ({"rate": 0.01}, "rate"),
        ({"seed": 5}, "seed"),
        ({"epochs": 2}, "epochs"),
        ({"batch_tokens": 128, "accumulate": 2}, "batch_tokens, accumulate"),
    ],
)
def test_a_folder_with_a_run_of_another_recipe_is_refused(tmp_path, changed, named):
    trained(tmp_path)
    before = (tmp_path / CHECKPOINT).read_bytes()
    with pytest.raises(InvalidInputError) as refused:
        trained(tmp_path, replace(RECIPE, **changed))
    assert refused.value.message == (
        f"{tmp_path / CHECKPOINT} is of a run with other {named}; remove it to start anew"
    )
    assert (tmp_path / CHECKPOINT).read_bytes() == before


def test_a_folder_with_a_run_on_other_examples_is_refused(tmp_path):
    trained(tmp_path)
    with pytest.raises(InvalidInputError, match="of a run with other examples, tokens"):
        trained(tmp_path, features=NUMBERS[:-1])


def test_other_examples_of_the_same_number_and_length_are_refused(tmp_path):
    trained(tmp_path)
    with pytest.raises(InvalidInputError, match="examples"):
        trained(tmp_path, features=[-x / 2 for x in NUMBERS])
