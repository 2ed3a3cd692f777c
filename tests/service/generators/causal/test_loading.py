"""Loading language models: what is refused, and in what the others run."""

import json
import shutil

import pytest
import torch

from indexes.embedding.sentence_transformer import computes_bfloat16
from knowledge.errors import ModelUnavailableError
from service.generators.causal.loading import load_causal, placement


def test_a_model_comes_from_its_folder_in_the_precision_of_this_machine(random_model):
    loaded = load_causal(str(random_model))
    device, dtype = placement()
    assert loaded.name == f"transformers/{random_model.name}"
    assert loaded.model.dtype == dtype
    assert loaded.model.device.type == device
    assert not loaded.model.training
    assert loaded.context == 4096  # its own
    assert load_causal(str(random_model), context=1000).context == 1000
    assert load_causal(str(random_model), context=100_000).context == 4096


@pytest.mark.skipif(torch.cuda.is_available(), reason="looks at machines without a GPU")
def test_a_processor_computes_in_bfloat16_where_it_has_it():
    half = torch.float16 if torch.backends.mps.is_available() else torch.bfloat16
    expected = half if computes_bfloat16() or half == torch.float16 else torch.float32
    assert placement()[1] == expected


@pytest.mark.parametrize("name", ["no-such-model", "nobody/no-such-model", "/nowhere/at/all"])
def test_what_is_not_there_is_named(name):
    with pytest.raises(ModelUnavailableError, match=f"'{name}' cannot be loaded.*FOOTING_MODEL"):
        load_causal(name)


def test_weights_that_run_code_when_opened_are_refused(random_model, tmp_path):
    folder = shutil.copytree(random_model, tmp_path / "pickled")
    (folder / "model.safetensors").unlink()
    torch.save({}, folder / "pytorch_model.bin")
    with pytest.raises(ModelUnavailableError, match="weights are safetensors"):
        load_causal(str(folder))


def test_a_model_that_brings_its_own_code_is_refused(random_model, tmp_path):
    folder = shutil.copytree(random_model, tmp_path / "coded")
    config = json.loads((folder / "config.json").read_text())
    config |= {"model_type": "mine", "auto_map": {
        "AutoConfig": "mine.Config", "AutoModelForCausalLM": "mine.Model"}}  # fmt: skip
    (folder / "config.json").write_text(json.dumps(config))
    (folder / "mine.py").write_text("raise SystemExit('the code was run')")
    with pytest.raises(ModelUnavailableError, match="needs no code of its own"):
        load_causal(str(folder))


def test_damaged_weights_are_refused(random_model, tmp_path):
    folder = shutil.copytree(random_model, tmp_path / "damaged")
    weights = folder / "model.safetensors"
    weights.write_bytes(weights.read_bytes()[:1000])
    with pytest.raises(ModelUnavailableError, match="cannot be loaded"):
        load_causal(str(folder))


def test_four_bits_without_the_package_for_it_says_what_to_install(random_model, monkeypatch):
    monkeypatch.setattr("service.generators.causal.loading.find_spec", lambda _: None)
    with pytest.raises(ModelUnavailableError, match=r"GENERATOR_QUANTIZE=4bit.*bitsandbytes"):
        load_causal(str(random_model), "4bit")
