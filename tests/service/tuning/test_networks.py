"""Networks as they are trained, written and loaded back."""

import hashlib

import numpy as np
import pytest
import torch
from safetensors.torch import load_file
from transformers import PreTrainedModel

from indexes.embedding import shipped
from indexes.embedding.added import TOKENS, WEIGHTS
from indexes.embedding.sentence_transformer import SentenceTransformerEmbedder
from service.models.network import Kind, load_network
from service.tuning.networks import (
    LABELS,
    added_vectors,
    load_for_training,
    new_encoder,
    new_network,
    pairs_for,
    save_added,
    save_trained,
)
from service.tuning.vocabulary import packaged_vectors, unread_characters

pytestmark = pytest.mark.model
FEW = unread_characters(())[:4]
ADDED = np.random.default_rng(0).normal(0, 0.05, (4, 384)).astype(np.float32)
BIAS = "bert.encoder.layer.0.output.dense.bias"
TEXTS = [("When was it?", "The tower opened in 1889."), ("丁七？", "丁七在万丈之上。Yes.")]


def rounded(model: PreTrainedModel) -> PreTrainedModel:
    """The model computing in float32 with weights of 16 bits, which is what is written."""
    return model.eval().bfloat16().float()


def logits(model: PreTrainedModel, tokens: list[str]) -> torch.Tensor:
    rows = []
    for encoding in pairs_for(tokens).first_windows(TEXTS):
        ids, types = torch.tensor([encoding.ids]), torch.tensor([encoding.type_ids])
        with torch.no_grad():
            out = model(input_ids=ids, token_type_ids=types, attention_mask=torch.ones_like(ids))
        rows += [x.flatten() for x in out.to_tuple()]
    return torch.cat(rows)


@pytest.mark.parametrize("kind", ["reader", "checker"])
def test_what_is_written_loads_back_with_the_same_logits(tmp_path, kind: Kind):
    model = new_network(kind, FEW, ADDED)
    save_trained(model, FEW, tmp_path)
    loaded = load_network(kind, str(tmp_path))
    expected = logits(rounded(model), FEW)
    assert torch.allclose(logits(rounded(loaded.model), FEW), expected, atol=2e-4)
    assert expected.abs().max() > 0.01
    again, tokens = load_for_training(kind, tmp_path)
    assert tokens == FEW
    assert torch.allclose(logits(rounded(again), FEW), expected, atol=2e-4)


def test_a_checker_says_which_of_its_logits_is_which(tmp_path):
    save_trained(new_network("checker", FEW, ADDED), FEW, tmp_path)
    loaded = load_network("checker", str(tmp_path))
    assert (LABELS[0], LABELS[1]) == ("supported", "refuted")
    assert (loaded.supported, loaded.refuted) == (0, 1)
    assert not loaded.pairs.passage_first


def test_only_what_differs_from_the_packaged_encoder_is_written(tmp_path):
    save_trained(new_network("reader", FEW, ADDED), FEW, tmp_path)
    written = load_file(tmp_path / WEIGHTS)
    assert {str(w.dtype) for w in written.values()} == {"torch.bfloat16"}
    assert not any("packaged" in name for name in written)
    assert written["bert.embeddings.word_embeddings.added"].shape == (4, 384)
    assert (tmp_path / TOKENS).read_text("utf-8").split() == FEW
    assert (tmp_path / WEIGHTS).stat().st_size < 25e6


def test_a_model_that_is_written_again_is_the_same_file(tmp_path):
    save_trained(new_network("reader", FEW, ADDED), FEW, tmp_path / "one")
    model, tokens = load_for_training("reader", tmp_path / "one")
    save_trained(model, tokens, tmp_path / "other")
    sums = {
        hashlib.sha256((tmp_path / name / WEIGHTS).read_bytes()).hexdigest()
        for name in ("one", "other")
    }
    assert len(sums) == 1


def test_added_tokens_have_their_vectors_and_packaged_ones_keep_theirs():
    model = new_network("reader", FEW, ADDED)
    embed = model.get_input_embeddings()
    first = len(packaged_vectors())
    ids = torch.tensor([[first, first + 3, 7]])
    found = embed(ids)[0].detach().numpy()
    assert np.array_equal(found[:2], ADDED[[0, 3]])
    assert np.array_equal(found[2], packaged_vectors()[7])
    trained = {n for n, p in model.named_parameters() if p.requires_grad}
    assert "bert.embeddings.word_embeddings.added" in trained
    assert "bert.embeddings.word_embeddings.packaged" not in trained


def test_the_seed_fixes_the_head():
    heads = [
        new_network("reader", FEW, ADDED, seed).get_parameter("qa_outputs.weight")
        for seed in (1, 1, 2)
    ]
    assert torch.equal(heads[0], heads[1])
    assert not torch.equal(heads[0], heads[2])


def test_a_checker_begins_with_the_layers_of_a_reader_and_a_head_of_its_own(tmp_path):
    reader = new_network("reader", FEW, ADDED)
    with torch.no_grad():
        reader.get_parameter(BIAS).fill_(0.5)
    save_trained(reader, FEW, tmp_path)
    checker, tokens = load_for_training("checker", tmp_path)
    assert tokens == FEW
    layer = checker.get_parameter(BIAS)
    assert torch.equal(layer, torch.full_like(layer, 0.5))
    assert checker.get_parameter("classifier.weight").shape == (3, 384)
    packaged = new_network("checker", FEW, ADDED)
    pooler = "bert.pooler.dense.weight"
    assert torch.equal(checker.get_parameter(pooler), packaged.get_parameter(pooler))


def test_its_tokenizer_reads_the_added_characters():
    (encoding,) = pairs_for(FEW).first_windows([("".join(FEW), "")])
    first = len(packaged_vectors())
    assert encoding.ids[1:5] == [first, first + 1, first + 2, first + 3]


@pytest.mark.parametrize("tokens", [["丁", "丁"], ["the"]])
def test_tokens_that_are_there_already_are_refused(tokens):
    with pytest.raises(ValueError, match="repeat themselves or the packaged vocabulary"):
        pairs_for(tokens)


def test_an_encoder_learns_nothing_but_the_vectors_of_its_new_tokens(tmp_path):
    save_trained(new_network("reader", FEW, ADDED), FEW, tmp_path)
    tokens, vectors = added_vectors(tmp_path)
    assert tokens == FEW
    assert torch.allclose(vectors, torch.from_numpy(ADDED), atol=1e-3)
    model = new_encoder(tokens, vectors)
    learned = [name for name, p in model.named_parameters() if p.requires_grad]
    assert learned == ["embeddings.word_embeddings.added"]


def test_a_new_encoder_reads_known_words_as_the_packaged_one_does():
    from sentence_transformers import SentenceTransformer

    from indexes.embedding.tokens import packaged_path

    packaged = SentenceTransformer(str(packaged_path()))
    text = "The tower opened in 1889."
    ids = torch.tensor([pairs_for(FEW).tokenizer.encode(text)])
    with torch.no_grad():
        layer = new_encoder(FEW, ADDED).eval()(input_ids=ids).last_hidden_state[0]
    mean = torch.nn.functional.normalize(layer.mean(0), dim=-1)
    assert torch.allclose(mean, torch.from_numpy(packaged.encode(text)), atol=1e-5)


def test_an_embedder_that_is_written_gives_the_vectors_that_it_was_trained_to(
    tmp_path, monkeypatch
):
    save_added(new_encoder(FEW, ADDED), FEW, tmp_path)
    monkeypatch.setattr(shipped, "FOLDER", tmp_path)
    embedder = SentenceTransformerEmbedder()
    assert [embedder.readable(token) for token in FEW] == [1.0] * len(FEW)
    table = embedder._model[0].auto_model.get_input_embeddings().weight.float()
    assert torch.equal(table[-len(FEW) :], torch.from_numpy(ADDED).bfloat16().float())
