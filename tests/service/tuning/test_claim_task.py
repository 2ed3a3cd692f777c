"""The checker's loss and score, by arithmetic."""

from types import SimpleNamespace

import numpy as np
import pytest
import torch
from torch import Tensor, nn

from service.tuning.claim_task import (
    ClaimFeature,
    ClaimTask,
    balanced,
    claim_features,
    closest_evidence,
)
from service.tuning.networks import LABELS, pairs_for
from service.tuning.rows import ClaimRow

CPU = torch.device("cpu")
CHANCES = {7: (0.7, 0.2, 0.1), 8: (0.1, 0.6, 0.3), 9: (0.2, 0.2, 0.6)}


class Known(nn.Module):
    """Gives the three chances of `CHANCES` by an example's first token."""

    def __init__(self) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.ones(1), requires_grad=False)

    def forward(self, input_ids: Tensor, token_type_ids: Tensor, attention_mask: Tensor):
        assert token_type_ids.shape == attention_mask.shape == input_ids.shape
        rows = [CHANCES[first] for first in input_ids[:, 0].tolist()]
        return SimpleNamespace(logits=torch.log(torch.tensor(rows)) + 3.0)


def feature(first: int, label: str, length: int = 5) -> ClaimFeature:
    ids = np.array([first] + [1] * (length - 1), np.int32)
    return ClaimFeature(ids, np.zeros(length, np.int8), [*LABELS, "unsupported"].index(label))


def row(claim: str, evidence: str, label: str) -> ClaimRow:
    return ClaimRow("1", evidence, claim, label, "en")


@pytest.mark.parametrize(
    ("place", "label"), list(enumerate(("supported", "refuted", "not_enough", "unsupported")))
)
def test_a_label_is_its_place_and_unsupported_comes_behind(pairs, place, label):
    (made,) = claim_features([row("Two.", "One.", label)], pairs)
    assert made.label == place


def test_the_claim_comes_first_and_the_evidence_second(pairs):
    (made,) = claim_features([row("It is high.", "The tower is high.", "supported")], pairs)
    decode = pairs.tokenizer.decode
    assert decode(made.ids[made.types == 0]) == "[CLS] it is high. [SEP]"
    assert decode(made.ids[made.types == 1]) == "the tower is high. [SEP]"


def test_long_evidence_is_cut_to_one_window(tokens):
    (made,) = claim_features([row("It is.", "It is. " * 300, "supported")], pairs_for(tokens, 64))
    assert made.ids.shape == made.types.shape == (64,)


@pytest.mark.parametrize("batch", [1, 2000])
def test_of_evidence_longer_than_a_window_what_says_most_of_the_claim_is_kept(tokens, batch):
    pairs = pairs_for(tokens, 128)
    filler = " ".join(f"Penguins swim in the sea, part {n}." for n in range(40))
    long = row("The tower is high.", f"{filler} The tower is very high. {filler}", "supported")
    short = row("The tower is high.", "It is high.", "refuted")
    (shown, same), shortened = closest_evidence([long, short], pairs, batch)
    assert shortened == 1
    assert "The tower is very high." in shown.evidence
    assert shown.evidence in long.evidence
    assert len(shown.evidence) < 400
    assert (shown.claim, shown.label) == (long.claim, long.label)
    assert same == short


def test_features_come_in_order_however_many_are_tokenised_together(pairs):
    rows = [row(f"Claim {n}.", f"Evidence {n * 7}.", LABELS[n % 3]) for n in range(10)]
    together, alone = claim_features(rows, pairs), claim_features(iter(rows), pairs, batch=3)
    assert [f.label for f in together] == [n % 3 for n in range(10)]
    assert [f.ids.tolist() for f in together] == [f.ids.tolist() for f in alone]


@pytest.mark.parametrize(
    ("first", "label", "chance"),
    [
        (7, "supported", 0.7),
        (7, "refuted", 0.2),
        (7, "not_enough", 0.1),
        (7, "unsupported", 0.2 + 0.1),
        (8, "unsupported", 0.6 + 0.3),
        (9, "not_enough", 0.6),
    ],
)
def test_the_loss_is_the_chance_of_the_label_or_of_the_two_that_do_not_support(
    first, label, chance
):
    loss = ClaimTask({}).loss(Known(), [feature(first, label)], CPU)
    assert float(loss) == pytest.approx(-np.log(chance), abs=1e-5)


def test_the_loss_of_a_batch_is_the_mean():
    batch = [feature(7, "supported"), feature(8, "unsupported", 40), feature(9, "refuted", 17)]
    loss = ClaimTask({}).loss(Known(), batch, CPU)
    assert float(loss) == pytest.approx(-np.log([0.7, 0.9, 0.2]).mean(), abs=1e-5)


@pytest.mark.parametrize(
    ("said", "labels", "accuracy"),
    [
        ([True, True, False, False], [0, 0, 1, 2], 1.0),
        ([False, False, True, True], [0, 0, 1, 2], 0.0),
        ([True, True, True, True], [0, 1, 2, 3], 0.5),
        ([True, False, False, False], [0, 0, 3, 3], 0.75),
        ([True, False, False, False, False], [0, 1, 1, 1, 0], 0.75),
        ([False, True], [1, 2], 0.5),  # nothing is supported: half of the others are found
    ],
)
def test_balanced_accuracy_counts_both_sides_alike(said, labels, accuracy):
    assert balanced(np.array(said), np.array(labels)) == pytest.approx(accuracy)


@pytest.mark.parametrize("batch", [1, 2, 32])
def test_the_score_is_the_mean_over_sets_whatever_their_sizes(batch):
    right = [feature(7, "supported"), feature(8, "refuted", 30), feature(9, "unsupported", 12)]
    half = [feature(7, "supported", 9), feature(7, "refuted")] * 5
    measured = ClaimTask({"good": right, "poor": half}, batch).score(Known())
    assert measured == {"good": 1.0, "poor": 0.5, "score": 0.75}


@pytest.mark.filterwarnings("ignore::RuntimeWarning")
def test_claims_that_are_all_supported_still_have_a_score():
    assert balanced(np.array([True, False]), np.array([0, 0])) in (0.5, 0.75)
