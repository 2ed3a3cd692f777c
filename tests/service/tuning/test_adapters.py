"""Low-rank adapters: what is trained, and that merging them changes nothing."""

import sys

import pytest
import torch
from transformers import (
    BertConfig,
    BertForQuestionAnswering,
    BertForSequenceClassification,
    PreTrainedModel,
)

from knowledge.errors import ModelUnavailableError
from service.tuning.adapters import merged, with_adapters
from service.tuning.networks import NEW
from service.tuning.reading_task import ReadingTask
from service.tuning.trainer import Recipe, Trainer

pytestmark = pytest.mark.filterwarnings("ignore:.*is_gradient_checkpointing.*:FutureWarning")
KINDS = (BertForQuestionAnswering, BertForSequenceClassification)
IDS = torch.arange(60).reshape(4, 15)


def small(kind) -> PreTrainedModel:
    torch.manual_seed(0)
    made: PreTrainedModel = kind(
        BertConfig(
            vocab_size=60, hidden_size=32, num_hidden_layers=2, num_attention_heads=2,
            intermediate_size=48, hidden_dropout_prob=0.0, attention_probs_dropout_prob=0.0,
        )
    )  # fmt: skip
    return made.eval()


def outputs(model) -> torch.Tensor:
    with torch.no_grad():
        return torch.cat([x.flatten() for x in model(input_ids=IDS).to_tuple()])


def disturb(model) -> None:
    """Give every trained parameter another value, as training would."""
    chance = torch.Generator().manual_seed(1)
    with torch.no_grad():
        for parameter in model.parameters():
            if parameter.requires_grad:
                parameter.add_(0.05 * torch.randn(parameter.shape, generator=chance))


@pytest.mark.parametrize("kind", KINDS)
def test_before_training_adapters_change_nothing(kind):
    plain = outputs(small(kind))
    assert torch.allclose(outputs(with_adapters(small(kind), NEW)), plain, atol=1e-6)


@pytest.mark.parametrize("kind", KINDS)
def test_merged_adapters_give_the_outputs_of_the_unmerged_ones(kind):
    model = with_adapters(small(kind), NEW)
    untrained = outputs(model)
    disturb(model)
    unmerged = outputs(model)
    assert not torch.allclose(unmerged, untrained, atol=1e-2)
    plain = merged(model)
    assert isinstance(plain, kind)
    assert torch.allclose(outputs(plain), unmerged, atol=1e-5)
    assert set(dict(plain.named_parameters())) == set(dict(small(kind).named_parameters()))


@pytest.mark.parametrize("kind", KINDS)
def test_only_adapters_and_new_parameters_are_trained(kind):
    model = with_adapters(small(kind), NEW)
    names = [name for name, p in model.named_parameters() if p.requires_grad]
    others = {name.removeprefix("base_model.model.") for name in names if "lora_" not in name}
    head = "qa_outputs" if kind is BertForQuestionAnswering else "classifier"
    assert others == {f"{head}.weight", f"{head}.bias"}
    for layer in (0, 1):
        for matrix in ("query", "key", "value", "attention.output.dense", "intermediate.dense"):
            assert any(f"layer.{layer}." in n and f"{matrix}.lora_A" in n for n in names)


@pytest.mark.parametrize("kind", KINDS)
def test_training_leaves_the_frozen_weights_as_they_are(kind):
    model = with_adapters(small(kind), NEW)
    disturb(model)
    before = dict(small(kind).named_parameters())
    for name, parameter in model.named_parameters():
        plain = name.removeprefix("base_model.model.").replace(".base_layer", "")
        if "lora_" not in name and not plain.startswith(NEW):
            assert torch.equal(parameter, before[plain])


@pytest.mark.parametrize("kind", KINDS)
def test_a_model_without_adapters_is_merged_already(kind):
    model = small(kind)
    assert merged(model) is model


def test_without_peft_the_error_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "peft", None)
    with pytest.raises(ModelUnavailableError, match=r"pip install 'footing\[tune\]'"):
        with_adapters(small(KINDS[0]), NEW)


def test_new_parameters_learn_at_their_own_rate_beside_adapters_too(tmp_path):
    model = with_adapters(small(KINDS[0]), NEW)
    trainer = Trainer(model, ReadingTask([]), Recipe(rate=1e-4, rate_new=1e-2), tmp_path, NEW)
    head = {p for n, p in model.named_parameters() if "qa_outputs" in n}
    for group in trainer._optimiser.param_groups:
        for parameter in group["params"]:
            assert group["peak"] == (1e-2 if any(parameter is p for p in head) else 1e-4)
