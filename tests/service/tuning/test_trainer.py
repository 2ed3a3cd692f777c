"""The training loop, on a task so small that every weight can be compared."""

import math
from dataclasses import replace
from typing import Any

import pytest
import torch
from torch import Tensor, nn
from torch.optim import Optimizer

from knowledge.errors import InvalidInputError
from service.tuning.checkpoint import CHECKPOINT
from service.tuning.progress import Progress
from service.tuning.trainer import Recipe, Trainer
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


def test_it_learns_and_says_how_it_went(tmp_path):
    reports: list[Progress] = []
    model, summary = trained(tmp_path, report=reports.append, model=network(0.0))
    assert summary["steps"] == STEPS
    assert summary["examples"] == 24
    assert summary["tokens"] == 24 * 16
    assert [r.step for r in reports] == [4, 8, 12, 16, 18]
    assert {r.steps for r in reports} == {STEPS}
    errors = [r.measured["error"] for r in reports if r.measured]
    assert len(errors) == len(reports)
    assert min(errors) < errors[0] / 4
    assert summary["best_score"] == round(-min(errors), 4)
    assert summary["best_step"] == reports[errors.index(min(errors))].step
    assert all(r.examples_per_second > 0 for r in reports)
    assert reports[-1].seconds_left == 0
    with torch.no_grad():
        assert Doubling().score(model.eval())["error"] == pytest.approx(min(errors))


def test_every_epoch_shows_every_example_once(tmp_path):
    task = Doubling()
    trained(tmp_path, task=task)
    epochs = [task.seen[n : n + 24] for n in (0, 24, 48)]
    assert [sorted(epoch) for epoch in epochs] == [sorted(NUMBERS)] * 3
    assert epochs[0] != epochs[1]


def test_there_must_be_something_to_train_on(tmp_path):
    with pytest.raises(InvalidInputError, match="there are no examples to train on"):
        trained(tmp_path, features=[])


@pytest.mark.parametrize(
    ("patience", "steps", "best"),
    # The score at steps 2, 4, 6, ...: an equal score is no better one.
    [(1, 6, 4), (2, 8, 4), (3, 10, 4), (4, 18, 12), (0, 18, 12)],
)
def test_it_stops_after_so_many_measurements_without_gain(tmp_path, patience, steps, best):
    scores = [0.5, 0.6, 0.6, 0.3, 0.55, 0.8, 0.7, 0.2, 0.1]
    recipe = replace(RECIPE, evaluate_every=2, patience=patience)
    _, summary = trained(tmp_path, recipe, Doubling(scores))
    assert summary["steps"] == steps
    assert (summary["best_step"], summary["best_score"]) == (best, scores[best // 2 - 1])


@pytest.mark.parametrize("best", [1, 3, 5])
def test_the_weights_that_scored_best_are_kept(tmp_path, best):
    model = network()
    at_step: dict[int, dict[str, Tensor]] = {}

    def remember(progress: Progress) -> None:
        at_step[progress.step] = weights(model)

    scores = [0.9 if n == best else 0.1 * n for n in range(1, 6)]
    _, summary = trained(tmp_path, task=Doubling(scores), report=remember, model=model)
    assert summary["best_step"] == sorted(at_step)[best - 1]
    kept = weights(model)
    assert [step for step, w in at_step.items() if same(kept, w)] == [summary["best_step"]]


@pytest.mark.parametrize("passes", [2, 3])
def test_accumulated_passes_make_the_step_of_one_large_batch(tmp_path, passes):
    # All batches of an epoch are one step either way.
    count = 4 * passes
    once = replace(RECIPE, epochs=6, batch_tokens=64 * passes, evaluate_every=6)
    parts = replace(once, batch_tokens=64, accumulate=passes)
    features, outcomes = NUMBERS[:count], []
    for name, recipe in (("once", once), ("parts", parts)):
        model, summary = trained(tmp_path / name, recipe, features=features, model=network(0.0))
        assert summary["steps"] == 6
        outcomes.append(weights(model))
    for name, value in outcomes[0].items():
        assert torch.allclose(value, outcomes[1][name], atol=1e-5)
    assert not same(outcomes[0], weights(network()))


def test_new_parameters_learn_at_a_rate_of_their_own_and_frozen_ones_not_at_all(tmp_path):
    model = network()
    model.get_parameter("3.bias").requires_grad = False
    before = weights(model)
    recipe = replace(RECIPE, rate=0.0, rate_new=0.05)
    Trainer(model, Doubling(), recipe, tmp_path, ("3.",)).run(NUMBERS, ignore)
    changed = {name for name, value in weights(model).items() if not value.equal(before[name])}
    assert changed == {"3.weight"}


@pytest.mark.parametrize("warm_up", [0.0, 0.2, 1.0])
def test_the_rate_rises_and_then_falls(tmp_path, warm_up):
    rates: list[float] = []
    trainer: Trainer

    def note() -> None:
        rates.extend(group["lr"] for group in trainer._optimiser.param_groups[:1])

    recipe = replace(RECIPE, warm_up=warm_up)
    trainer = Trainer(network(), Doubling(before_loss=note), recipe, tmp_path)
    trainer.run(NUMBERS, ignore)
    highest = rates.index(max(rates))
    assert highest == pytest.approx(warm_up * STEPS, abs=1)
    assert rates[: highest + 1] == sorted(rates[: highest + 1])
    assert rates[highest:] == sorted(rates[highest:], reverse=True)
    assert max(rates) <= recipe.rate


def test_a_run_of_one_step_learns(tmp_path):
    model, summary = trained(tmp_path, Recipe(epochs=1, rate=0.05), model=network(0.0))
    assert summary["steps"] == 1
    assert not same(weights(model), weights(network(0.0)))


@pytest.mark.parametrize("clip", [0.5, 1e-3])
def test_no_gradient_is_longer_than_the_clip_however_wild_an_example(tmp_path, clip):
    # Adam divides by the size of the gradient, so the weights themselves would hardly show it.
    lengths: list[float] = []
    model = network()

    def note(optimiser: Optimizer, *_: Any) -> None:
        gradients = [p.grad for group in optimiser.param_groups for p in group["params"]]
        lengths.append(float(nn.utils.get_total_norm(gradients)))

    trainer = Trainer(model, Doubling(), replace(RECIPE, clip=clip), tmp_path)
    trainer._optimiser.register_step_pre_hook(note)
    trainer.run([*NUMBERS[:-1], 1e6], ignore)
    assert len(lengths) == STEPS
    assert max(lengths) == pytest.approx(clip, rel=1e-3)


@pytest.mark.parametrize("wrong", [math.nan, math.inf])
def test_a_run_whose_loss_is_no_number_ends_and_keeps_its_last_checkpoint(tmp_path, wrong):
    class Diverging(Doubling):
        def loss(self, model, batch, device):
            found = super().loss(model, batch, device)
            return found * wrong if len(self.seen) > 6 * 4 else found

    with pytest.raises(InvalidInputError, match=r"is no number at step 7; lower --rate"):
        trained(tmp_path, task=Diverging())
    kept = torch.load(tmp_path / CHECKPOINT, weights_only=True)
    assert kept["step"] == 4
    assert all(value.isfinite().all() for value in kept["model"].values())


def test_a_score_that_is_no_number_ends_the_run(tmp_path):
    with pytest.raises(InvalidInputError, match="the score on dev is no number at step 4"):
        trained(tmp_path, task=Doubling([math.nan]))
    assert not (tmp_path / CHECKPOINT).exists()


def test_weights_that_are_no_numbers_are_never_the_best(tmp_path):
    # a rate so high that the last step of a run throws the weights away unseen by any loss
    recipe = replace(RECIPE, epochs=1, batch_tokens=16 * 24, rate=1e39)
    with pytest.raises(InvalidInputError, match="is no number at step 1; lower --rate"):
        trained(tmp_path, recipe, Doubling([0.5]))


@pytest.mark.parametrize("rate", [math.nan, math.inf])
def test_a_rate_must_be_a_number(rate):
    with pytest.raises(InvalidInputError, match="no number; lower --rate"):
        replace(RECIPE, rate=rate)


def test_the_log_has_a_row_for_every_measurement(tmp_path):
    trained(tmp_path)
    rows = log(tmp_path)
    assert [row["step"] for row in rows] == [4, 8, 12, 16, 18]
    assert all(row["measured"]["score"] == -row["measured"]["error"] for row in rows)
    assert all(row["loss"] > 0 for row in rows)


def test_between_measurements_it_reports_every_twenty_steps(tmp_path):
    reports: list[Progress] = []
    recipe = replace(RECIPE, epochs=8, evaluate_every=100)
    trained(tmp_path, recipe, report=reports.append)
    assert [(r.step, r.measured is not None) for r in reports] == [
        (20, False), (40, False), (48, True),
    ]  # fmt: skip
    assert reports[0].seconds_left > 0
