"""The training loop, on a task so small that every weight can be compared."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import pytest
import torch
from torch import Tensor, nn

from knowledge.errors import InvalidInputError
from service.tuning.checkpoint import CHECKPOINT, LOG
from service.tuning.progress import Progress
from service.tuning.trainer import Recipe, Trainer

# Each of 24 examples is a number; four of them fit a batch, so an epoch has six steps.
NUMBERS = np.linspace(-1, 1, 24).tolist()
RECIPE = Recipe(epochs=3, batch_tokens=64, rate=0.05, warm_up=0.2, evaluate_every=4, patience=0)
STEPS = 18


class Stopped(Exception):
    """The power is cut."""


def never() -> None:
    """Nothing happens."""


@dataclass
class Doubling:
    """Learn to double a number; the score is how well, or what `scores` says one by one.

    Computed in float32 everywhere, so that sums may be compared.
    """

    scores: Sequence[float] = ()
    before_loss: Callable[[], None] = never
    measured: int = 0
    seen: list[float] = field(default_factory=list)

    def length(self, feature: float) -> int:
        return 16

    def fingerprint(self, feature: float) -> bytes:
        return str(feature).encode()

    def loss(self, model: nn.Module, batch: Sequence[float], device: torch.device) -> Tensor:
        self.before_loss()
        self.seen += batch
        x = torch.tensor(batch, dtype=torch.float32)[:, None]
        with torch.autocast(device.type, enabled=False):
            return ((model(x) - 2 * x) ** 2).mean()

    def score(self, model: nn.Module) -> dict[str, float]:
        assert not model.training
        x = torch.tensor(NUMBERS, dtype=torch.float32)[:, None]
        with torch.autocast("cpu", enabled=False):
            error = float(((model(x) - 2 * x) ** 2).mean())
        found = self.scores[self.measured] if self.scores else -error
        self.measured += 1
        return {"error": error, "score": found}


def network(dropout: float = 0.3) -> nn.Module:
    """The same weights each time; dropout draws random numbers as it trains."""
    torch.manual_seed(0)
    return nn.Sequential(nn.Linear(1, 8), nn.Dropout(dropout), nn.Tanh(), nn.Linear(8, 1))


def weights(model: nn.Module) -> dict[str, Tensor]:
    return {name: p.detach().clone() for name, p in model.named_parameters()}


def same(one: dict[str, Tensor], other: dict[str, Tensor]) -> bool:
    return set(one) == set(other) and all(torch.equal(one[n], other[n]) for n in one)


def ignore(progress: Progress) -> None:
    """Report to nobody."""


def trained(folder, recipe=RECIPE, task=None, features=NUMBERS, report=ignore, model=None):
    """A finished run: the model and the summary."""
    model = model or network()
    summary = Trainer(model, task or Doubling(), recipe, folder).run(features, report)
    return model, summary


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


def test_a_finished_run_is_not_trained_again(tmp_path):
    expected, first = trained(tmp_path)
    task = Doubling()
    got, again = trained(tmp_path, task=task)
    assert task.seen == []
    assert same(weights(got), weights(expected))
    assert again["best_score"] == first["best_score"]


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


def test_a_run_that_stopped_early_stays_where_it_stopped(tmp_path):
    scores = [0.5, 0.4, 0.3, 0.9, 0.9, 0.9, 0.9, 0.9, 0.9]
    recipe = replace(RECIPE, evaluate_every=2, patience=1)
    _, first = trained(tmp_path, recipe, Doubling(scores))
    _, again = trained(tmp_path, recipe, Doubling(scores[2:]))
    assert (again["steps"], again["best_step"]) == (first["steps"], first["best_step"])


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


def test_one_large_example_does_not_throw_the_weights_away(tmp_path):
    wild = [*NUMBERS[:-1], 1e6]
    recipe = replace(RECIPE, clip=1e-9, weight_decay=0.0, rate=1e-3)
    before = weights(network())
    model, _ = trained(tmp_path, recipe, features=wild)
    for name, value in weights(model).items():
        assert float((value - before[name]).abs().max()) < 0.02


def log(folder) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (folder / LOG).read_text().splitlines()]


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


def test_the_log_of_a_run_that_went_on_says_every_step_once(tmp_path):
    def stop(progress: Progress) -> None:
        if progress.step == 20:
            raise Stopped

    recipe = replace(RECIPE, epochs=8, evaluate_every=30)
    with pytest.raises(Stopped):
        trained(tmp_path, recipe, report=stop)
    trained(tmp_path, recipe)
    assert [row["step"] for row in log(tmp_path)] == [20, 30, 40, 48]
