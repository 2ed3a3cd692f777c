"""Chances that a trained checker gives: by its labels, and over windows longer than it reads."""

from collections.abc import Sequence
from itertools import product

import numpy as np
import pytest
import torch
from transformers import BertConfig, BertForSequenceClassification, BertTokenizer

from knowledge.errors import DeadlineExceededError
from service.deadline import Deadline
from service.groundedness.entailment import Entailment
from service.models.network import Network
from service.models.pairs import PairEncoder

# Words of one token each.
FILLER = [a + b for a, b in product("bdfg", "aeiou")]
WORDS = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *"lanes eight six 长 城 老".split(), *FILLER]
TOKENIZER = BertTokenizer({word: n for n, word in enumerate(WORDS)})
PAIRS = [("eight lanes", "six lanes"), ("eight lanes", "eight"), ("长城", "老 城"), ("长城", "")]


def _network(
    labels: int, supported: int | None, refuted: int | None, *, max_length: int = 320
) -> Network:
    torch.manual_seed(8)
    config = BertConfig(
        vocab_size=len(WORDS), hidden_size=32, intermediate_size=32, num_hidden_layers=2,
        num_attention_heads=2, initializer_range=0.4,
    )  # fmt: skip
    config.num_labels = labels
    model = BertForSequenceClassification(config).eval()
    pairs = PairEncoder(TOKENIZER, max_length, stride=10, passage_first=True)
    network = Network("tiny", model, pairs, supported, refuted)
    samples = [("eight lanes", " ".join(FILLER[n:] + FILLER[:n])) for n in range(len(FILLER))]
    with torch.no_grad():
        # no label is the likeliest whatever is given
        bias = model.get_submodule("classifier").get_parameter("bias")
        bias -= _logits(network, [*PAIRS, *samples]).mean(dim=0)
    return network


def _logits(network: Network, pairs: Sequence[tuple[str, str]]) -> torch.Tensor:
    """What the model says of each pair by itself, evidence first."""
    rows = []
    for claim, window in pairs:
        with torch.inference_mode():
            out = network.model(**TOKENIZER(window, claim, return_tensors="pt"))
        rows.append(out.logits[0])
    return torch.stack(rows)


@pytest.mark.parametrize(
    ("labels", "supported", "refuted"),
    [
        (3, 0, 2),  # entailment, neutral, contradiction
        (3, 2, 0),
        (3, 1, 0),
        (2, 1, None),  # not entailed says nothing of refuted
        (2, 0, 1),
    ],
)
def test_chances_are_those_of_the_labels(labels, supported, refuted):
    network = _network(labels, supported, refuted)
    found = Entailment(network).score(PAIRS)
    chances = torch.softmax(_logits(network, PAIRS), dim=1).numpy()
    np.testing.assert_allclose(found[:, 0], chances[:, supported], atol=1e-4)
    expected = np.zeros(len(PAIRS)) if refuted is None else chances[:, refuted]
    np.testing.assert_allclose(found[:, 1], expected, atol=1e-4)
    assert np.ptp(found[:, 0]) > 0.1  # the pairs differ


def test_a_single_logit_is_the_log_odds_of_support():
    network = _network(1, None, None)
    found = Entailment(network).score(PAIRS)
    expected = torch.sigmoid(_logits(network, PAIRS)[:, 0]).numpy()
    np.testing.assert_allclose(found[:, 0], expected, atol=1e-4)
    assert found[:, 1].tolist() == [0.0] * len(PAIRS)
    assert np.ptp(found[:, 0]) > 0.1


def test_the_name_is_the_models():
    assert Entailment(_network(3, 0, 2)).name == "tiny"


@pytest.mark.parametrize("count", [35, 36, 100])
def test_a_long_window_counts_by_its_best_piece_for_support_and_its_worst_for_refutation(count):
    # 40 tokens, 3 of them marks and 2 the claim: pieces of 35 words, 10 of them again
    network = _network(3, 0, 2, max_length=40)
    entailment = Entailment(network)
    order = np.random.default_rng(count).integers(0, len(FILLER), count)
    words = [FILLER[n] for n in order]
    pieces = [words[start : start + 35] for start in (0, *range(25, count - 10, 25))]
    alone = entailment.score([("eight lanes", " ".join(piece)) for piece in pieces])
    (found,) = entailment.score([("eight lanes", " ".join(words))])
    np.testing.assert_allclose(found, alone.max(axis=0), atol=1e-4)
    if len(pieces) > 2:
        assert np.ptp(alone, axis=0).min() > 0.02
        assert alone[:, 0].argmax() != alone[:, 1].argmax()


def test_every_part_of_a_long_claim_has_to_be_supported_and_one_refuted_part_is_enough():
    # a third of 30 tokens for the claim: three parts of ten words
    network = _network(3, 0, 2, max_length=30)
    entailment = Entailment(network)
    words = (FILLER * 2)[:30]
    parts = [" ".join(words[n : n + 10]) for n in range(0, 30, 10)]
    alone = entailment.score([(part, "eight lanes") for part in parts])
    (found,) = entailment.score([(" ".join(words), "eight lanes")])
    np.testing.assert_allclose(found, [alone[:, 0].min(), alone[:, 1].max()], atol=1e-4)
    assert np.ptp(alone, axis=0).min() > 0.005


def test_a_claim_longer_than_anybody_reads_is_not_supported():
    entailment = Entailment(_network(3, 0, 2, max_length=30))
    eighty, more = (" ".join((FILLER * 5)[:n]) for n in (80, 81))
    found = entailment.score([(eighty, "eight lanes"), (more, "eight lanes")])
    assert found[0, 0] > 0.0
    assert found[1, 0] == 0.0
    assert found[1, 1] == pytest.approx(found[0, 1], abs=1e-4)


def test_chances_belong_to_their_pairs_whatever_is_asked_beside_them():
    entailment = Entailment(_network(3, 0, 2, max_length=40))
    long = ("eight lanes", " ".join(FILLER * 4))
    together = entailment.score([PAIRS[0], long, PAIRS[1], PAIRS[0]])
    alone = np.concatenate([entailment.score([p]) for p in (PAIRS[0], long, PAIRS[1], PAIRS[0])])
    np.testing.assert_allclose(together, alone, atol=1e-4)


def test_nothing_asked_is_an_empty_table():
    assert Entailment(_network(3, 0, 2)).score([]).shape == (0, 2)


def test_it_stops_at_the_deadline():
    with pytest.raises(DeadlineExceededError):
        Entailment(_network(3, 0, 2)).score(PAIRS, Deadline(cancelled=True).check)
