"""The mean of models is a model of the same kind."""

import numpy as np
import pytest
import torch
from safetensors.torch import load_file, save_file

from indexes.embedding.added import WEIGHTS
from knowledge.errors import InvalidInputError
from service.models.network import load_network
from service.tuning.average import average
from service.tuning.networks import new_network, save_trained
from service.tuning.vocabulary import unread_characters

pytestmark = pytest.mark.model
FEW = unread_characters(())[:3]
VECTORS = np.random.default_rng(0).normal(0, 0.05, (3, 384)).astype(np.float32)


@pytest.fixture
def models(tmp_path):
    """Two readers with other heads."""
    folders = [tmp_path / "one", tmp_path / "two"]
    for seed, folder in enumerate(folders):
        save_trained(new_network("reader", FEW, VECTORS, seed), FEW, folder)
    return folders


def test_every_weight_is_the_mean_and_the_model_loads(models, tmp_path):
    average(models, tmp_path / "mean")
    one, two, mean = (load_file(folder / WEIGHTS) for folder in (*models, tmp_path / "mean"))
    assert not torch.equal(one["qa_outputs.weight"], two["qa_outputs.weight"])
    for name, weight in mean.items():
        expected = ((one[name].float() + two[name].float()) / 2).bfloat16()
        assert torch.equal(weight, expected)
    assert load_network("reader", str(tmp_path / "mean")).name == "mean"


@pytest.mark.parametrize("other", ["tokens", "weights"])
def test_models_that_do_not_come_from_one_another_are_refused(models, tmp_path, other):
    if other == "tokens":
        save_trained(new_network("reader", FEW[::-1], VECTORS), FEW[::-1], models[1])
    else:
        weights = load_file(models[1] / WEIGHTS)
        save_file({"qa_outputs.bias": weights["qa_outputs.bias"]}, models[1] / WEIGHTS)
    with pytest.raises(InvalidInputError, match="two has other tokens or weights"):
        average(models, tmp_path / "mean")
    assert not (tmp_path / "mean").exists()
