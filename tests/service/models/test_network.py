"""Evidence models by folder: public ones as they are, ours over the packaged encoder."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from safetensors.torch import load_file, save_file
from transformers import (
    AutoTokenizer,
    BertForMaskedLM,
    BertForQuestionAnswering,
    BertForSequenceClassification,
    SqueezeBertConfig,
    SqueezeBertForQuestionAnswering,
    XLNetConfig,
    XLNetForSequenceClassification,
)

from indexes.embedding.added import TOKENS, WEIGHTS
from indexes.embedding.sentence_transformer import computes_bfloat16
from knowledge.errors import ModelUnavailableError
from service.models.network import Kind, Network, load_network
from service.tuning.networks import new_network, save_trained

DTYPE = torch.bfloat16 if computes_bfloat16() else torch.float32


def _logits(network: Network, short: str, long: str) -> list[torch.Tensor]:
    (encoding,) = network.pairs.first_windows([(short, long)])
    given = {
        "input_ids": torch.tensor([encoding.ids]),
        "token_type_ids": torch.tensor([encoding.type_ids]),
    }
    with torch.inference_mode():
        return [x.float() for x in network.model(**given).to_tuple()]


def _refused(kind: Kind, source: Path | str) -> str:
    """What the error says; it always names the model and the setting."""
    with pytest.raises(ModelUnavailableError) as raised:
        load_network(kind, str(source))
    assert raised.value.details == {"model": str(source)}
    message = raised.value.message
    assert f"the {kind} '{source}' cannot be loaded" in message
    assert f"FOOTING_{kind.upper()}" in message
    return message


def test_a_public_reader_reads_with_its_own_weights(save_model, make_model):
    folder = save_model(BertForQuestionAnswering)
    network = load_network("reader", str(folder))
    assert (network.name, network.supported, network.refuted) == ("tiny-model", None, None)
    assert not network.model.training
    assert next(network.model.parameters()).dtype == DTYPE
    made = make_model(BertForQuestionAnswering).to(DTYPE)
    same = Network("made", made, network.pairs)
    for found, expected in zip(
        _logits(network, "a b", "c 长 城"), _logits(same, "a b", "c 长 城"), strict=True
    ):
        np.testing.assert_allclose(found, expected, atol=1e-6)


@pytest.mark.parametrize(
    ("labels", "supported", "refuted"),
    [
        (["entailment", "neutral", "contradiction"], 0, 2),
        (["contradiction", "entailment", "neutral"], 1, 0),
        (["CONTRADICTION", "NEUTRAL", "ENTAILMENT"], 2, 0),
        (["SUPPORTS", "REFUTES", "NOT ENOUGH INFO"], 0, 1),
        (["refuted", "not_enough", "supported"], 2, 0),
        (["not_entailment", "entailment"], 1, None),
        (["entailment", "not_entailment"], 0, None),
        (["inconsistent", "consistent"], 1, None),
        (["unfaithful", "faithful"], 1, None),
        (["ungrounded", "grounded"], 1, None),
        (["LABEL_0", "LABEL_1"], 1, None),
    ],
)
def test_a_checker_is_understood_by_the_names_of_its_labels(save_model, labels, supported, refuted):
    network = load_network("checker", str(save_model(BertForSequenceClassification, labels)))
    assert (network.supported, network.refuted) == (supported, refuted)


def test_a_cross_encoder_with_one_logit_has_no_labels(save_model):
    network = load_network("checker", str(save_model(BertForSequenceClassification, num_labels=1)))
    assert (network.supported, network.refuted) == (None, None)
    assert network.model.config.num_labels == 1


@pytest.mark.parametrize(
    ("kind", "made", "settings", "passage_first"),
    [
        ("reader", BertForQuestionAnswering, {}, False),
        # premise first is the order of natural language inference
        ("checker", BertForSequenceClassification, {"num_labels": 1}, True),
        ("checker", BertForSequenceClassification, {"num_labels": 1, "footing_claim_first": True},
         False),
        ("checker", BertForSequenceClassification, {"num_labels": 1,
         "footing_claim_first": "false"}, True),
    ],
)  # fmt: skip
def test_the_order_of_the_two_texts_is_the_models_own(
    save_model, kind, made, settings, passage_first
):
    network = load_network(kind, str(save_model(made, **settings)))
    assert network.pairs.passage_first is passage_first
    (encoding,) = network.pairs.first_windows([("s", "l")])
    order = ["[CLS]", "l", "[SEP]", "s", "[SEP]"] if passage_first else None
    assert encoding.tokens == (order or ["[CLS]", "s", "[SEP]", "l", "[SEP]"])


@pytest.mark.parametrize(("positions", "longest"), [(512, 320), (200, 198)])
def test_no_sequence_is_longer_than_the_model_has_places_for(save_model, positions, longest):
    folder = save_model(BertForQuestionAnswering, max_position_embeddings=positions)
    pairs = load_network("reader", str(folder)).pairs
    encodings, _ = pairs.windows([("q", "a " * 1000)])
    assert max(len(e.ids) for e in encodings) == longest


def test_a_model_whose_positions_have_no_end_reads_the_usual_length(tmp_path, tokenizer):
    config = XLNetConfig(
        vocab_size=len(tokenizer), d_model=32, n_layer=1, n_head=2, d_inner=32,
        id2label={0: "score"},
    )  # fmt: skip
    assert config.max_position_embeddings == -1
    XLNetForSequenceClassification(config).save_pretrained(tmp_path)
    tokenizer.save_pretrained(tmp_path)
    assert load_network("checker", str(tmp_path)).pairs.max_length == 320


@pytest.mark.parametrize(
    ("kind", "made", "what"),
    [
        ("reader", BertForSequenceClassification, "it is a BertForSequenceClassification"),
        ("checker", BertForQuestionAnswering, "it is a BertForQuestionAnswering"),
        ("checker", BertForMaskedLM, "not a SequenceClassification"),
    ],
)
def test_a_model_of_another_kind_is_refused(save_model, kind, made, what):
    assert what in _refused(kind, save_model(made))


@pytest.mark.parametrize("kind", ["reader", "checker"])
def test_a_missing_folder_is_explained(tmp_path, kind):
    _refused(kind, tmp_path / "nowhere")
    _refused(kind, "a-model-that-is/not-on-this-machine")


@pytest.mark.parametrize("kind", ["reader", "checker"])
def test_an_empty_folder_is_explained(tmp_path, kind):
    _refused(kind, tmp_path)


def test_weights_that_could_run_code_are_not_opened(save_model):
    folder = save_model(BertForQuestionAnswering)
    weights = folder / WEIGHTS
    torch.save(load_file(weights), folder / "pytorch_model.bin")
    weights.unlink()
    assert "model.safetensors" in _refused("reader", folder)


def test_a_broken_config_is_explained(save_model):
    folder = save_model(BertForQuestionAnswering)
    (folder / "config.json").write_text("{", "utf-8")
    assert "config.json" in _refused("reader", folder)


@pytest.mark.parametrize(
    ("file", "said"),
    [
        ("config.json", None),
        ("config.json", {"hidden_size": "x"}),
        ("config.json", {"num_attention_heads": 0}),
        ("config.json", {"id2label": ["entailment", "neutral"]}),
        ("config.json", {"architectures": [None]}),
        ("tokenizer_config.json", []),
    ],
)
def test_a_file_that_says_what_it_must_not_is_explained(save_model, file, said):
    path = save_model(BertForSequenceClassification, num_labels=1) / file
    told = {**json.loads(path.read_text("utf-8")), **said} if said else said
    path.write_text(json.dumps(told), "utf-8")
    _refused("checker", path.parent)


def test_a_library_that_is_not_installed_is_named(save_model, monkeypatch):
    def lacking(*_: Any, **__: Any) -> None:
        raise ImportError("this tokenizer requires the SentencePiece library")

    monkeypatch.setattr(AutoTokenizer, "from_pretrained", lacking)
    assert "SentencePiece" in _refused("reader", save_model(BertForQuestionAnswering))


def _without(folder: Path, part: str) -> list[str]:
    """The names of the weights that were taken out of the folder's file."""
    weights = load_file(folder / WEIGHTS)
    lost = [name for name in weights if part in name]
    kept = {name: value for name, value in weights.items() if name not in lost}
    save_file(kept, folder / WEIGHTS, {"format": "pt"})
    return lost


@pytest.mark.parametrize(
    ("kind", "made", "part"),
    [
        ("reader", BertForQuestionAnswering, "qa_outputs"),
        ("checker", BertForSequenceClassification, "classifier"),
        # what a checker says depends on its pooler
        ("checker", BertForSequenceClassification, "pooler"),
        ("reader", BertForQuestionAnswering, "layer.1.output.dense"),
    ],
)
def test_no_weights_are_made_up_for_those_that_are_missing(save_model, kind, made, part):
    folder = save_model(made)
    lost = _without(folder, part)
    message = _refused(kind, folder)
    assert len(lost) == 2
    assert all(name in message for name in lost)


def test_of_many_missing_weights_a_few_are_named(save_model):
    folder = save_model(BertForQuestionAnswering)
    lost = _without(folder, "bert.encoder.layer.1.")
    message = _refused("reader", folder)
    assert f" and {len(lost) - 4} more" in message
    assert sum(name in message for name in lost) == 4


def test_a_reader_needs_no_pooler(tmp_path, tokenizer):
    config = SqueezeBertConfig(
        vocab_size=len(tokenizer), hidden_size=32, embedding_size=32, intermediate_size=32,
        num_hidden_layers=1, num_attention_heads=2,
    )  # fmt: skip
    SqueezeBertForQuestionAnswering(config).save_pretrained(tmp_path)
    tokenizer.save_pretrained(tmp_path)
    assert _without(tmp_path, "pooler")
    load_network("reader", str(tmp_path))


@pytest.mark.parametrize("kept", [0, 1000])
def test_weights_that_were_cut_off_are_explained(save_model, kept):
    folder = save_model(BertForQuestionAnswering)
    weights = folder / WEIGHTS
    weights.write_bytes(weights.read_bytes()[:kept])
    _refused("reader", folder)


def test_labels_that_say_nothing_are_explained(save_model):
    folder = save_model(BertForSequenceClassification, ["red", "green", "blue"])
    message = _refused("checker", folder)
    assert "red" in message
    assert "id2label" in message


def test_three_labels_without_names_say_nothing(save_model):
    _refused(
        "checker", save_model(BertForSequenceClassification, ["LABEL_0", "LABEL_1", "LABEL_2"])
    )


def test_a_folder_without_a_tokenizer_is_explained(save_model):
    folder = save_model(BertForQuestionAnswering)
    for path in folder.glob("*token*"):
        path.unlink()
    _refused("reader", folder)


TOKENS_ADDED = ["噪", "鹅", "炼"]


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Kind], tuple[Path, Network]]:
    """A folder in our own format with a random head, and the network that it was saved from."""
    made: dict[Kind, tuple[Path, Network]] = {}

    def make(kind: Kind) -> tuple[Path, Network]:
        if kind not in made:
            added = np.random.default_rng(1).normal(0, 0.05, (len(TOKENS_ADDED), 384))
            model = new_network(kind, TOKENS_ADDED, added.astype(np.float32)).eval()
            folder = tmp_path_factory.mktemp(f"our-{kind}")
            save_trained(model, TOKENS_ADDED, folder)
            made[kind] = folder, Network("made", model, load_network(kind, str(folder)).pairs)
        return made[kind]

    return make


@pytest.mark.model
@pytest.mark.parametrize("kind", ["reader", "checker"])
def test_what_was_trained_here_says_the_same_when_loaded(trained, kind):
    folder, original = trained(kind)
    network = load_network(kind, str(folder))
    assert network.name == folder.name
    assert next(network.model.parameters()).dtype == DTYPE
    assert not network.pairs.passage_first
    texts = ("谁炼鹅？", "The goose 鹅 was old.")
    (encoding,) = network.pairs.first_windows([texts])
    assert "鹅" in encoding.tokens
    assert "炼" in encoding.tokens
    for found, expected in zip(_logits(network, *texts), _logits(original, *texts), strict=True):
        # bfloat16 keeps eight bits
        assert float((found - expected).abs().max() / (expected.max() - expected.min())) < 0.05


@pytest.mark.model
def test_a_checker_trained_here_names_its_labels(trained):
    network = load_network("checker", str(trained("checker")[0]))
    assert (network.supported, network.refuted) == (0, 1)


@pytest.mark.model
@pytest.mark.parametrize(("kind", "other"), [("reader", "checker"), ("checker", "reader")])
def test_what_was_trained_for_another_kind_is_refused(trained, kind, other):
    _refused(kind, trained(other)[0])


def _copy(folder: Path, to: Path) -> Path:
    for path in folder.iterdir():
        (to / path.name).write_bytes(path.read_bytes())
    return to


@pytest.mark.model
@pytest.mark.parametrize("lost", ["qa_outputs.bias", "bert.embeddings.word_embeddings.added"])
def test_weights_that_lack_something_are_refused(trained, tmp_path, lost):
    folder = _copy(trained("reader")[0], tmp_path)
    weights = load_file(folder / WEIGHTS)
    del weights[lost]
    save_file(weights, folder / WEIGHTS)
    assert lost in _refused("reader", folder)


@pytest.mark.model
@pytest.mark.parametrize("file", [WEIGHTS, "config.json"])
def test_a_folder_of_ours_that_lacks_a_file_is_explained(trained, tmp_path, file):
    folder = _copy(trained("reader")[0], tmp_path)
    (folder / file).unlink()
    _refused("reader", folder)


@pytest.mark.model
@pytest.mark.parametrize("tokens", [TOKENS_ADDED[1:], [*TOKENS_ADDED, "鸭"]])
def test_tokens_that_do_not_fit_the_weights_are_refused(trained, tmp_path, tokens):
    folder = _copy(trained("reader")[0], tmp_path)
    (folder / TOKENS).write_text("\n".join(tokens) + "\n", "utf-8")
    _refused("reader", folder)
