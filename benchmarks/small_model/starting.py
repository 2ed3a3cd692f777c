"""The small model before training: the shipped reader's layers, causal, under a new vocabulary.

An encoder's weights as the start of a decoder: Rothe et al., "Leveraging Pre-trained Checkpoints
for Sequence Generation Tasks", TACL 2020. The reader's word pieces know no capitals and put spaces
between Chinese characters, so the model writes with tokens of its own; each begins as the mean of
the pieces that the reader would cut it into.
"""

import torch
from torch import Tensor
from transformers import BertConfig, BertLMHeadModel, PreTrainedTokenizerBase

from benchmarks.small_model.tokenizer import CONTEXT
from service.models.network import load_network

# Parameters that no trained value is known of, by the beginnings of their names.
NEW = ("cls.", "bert.embeddings.word_embeddings")
_WORDS = "bert.embeddings.word_embeddings.weight"
# Tells tokens apart that begin as the same mean, such as "Paris" and "paris".
_NOISE = 0.01
# What byte-level tokens that open a word begin with.
_SPACE = "Ġ"


def starting_model(tokenizer: PreTrainedTokenizerBase) -> BertLMHeadModel:
    """A causal model with the reader's layers, the same one for the same tokens."""
    torch.manual_seed(0)
    reader = load_network("reader")
    weights = {k: v.float() for k, v in reader.model.state_dict().items() if k.startswith("bert.")}
    weights[_WORDS] = _embeddings(tokenizer, reader.pairs.tokenizer, weights[_WORDS])
    config = BertConfig(
        vocab_size=len(tokenizer),
        hidden_size=reader.model.config.hidden_size,
        num_hidden_layers=reader.model.config.num_hidden_layers,
        num_attention_heads=reader.model.config.num_attention_heads,
        intermediate_size=reader.model.config.intermediate_size,
        max_position_embeddings=CONTEXT,
        hidden_dropout_prob=0.0,
        attention_probs_dropout_prob=0.0,
        is_decoder=True,
        tie_word_embeddings=True,
        bos_token_id=tokenizer.bos_token_id,
        eos_token_id=tokenizer.eos_token_id,
        pad_token_id=tokenizer.pad_token_id,
    )
    model = BertLMHeadModel(config)
    missing, unexpected = model.load_state_dict(weights, strict=False)
    strange = [name for name in missing if not name.startswith("cls.")]
    if unexpected or strange:
        raise ValueError(f"the reader's layers do not fit: {unexpected[:3]} {strange[:3]}")
    model.tie_weights()
    return model


def _embeddings(
    tokenizer: PreTrainedTokenizerBase, pieces: PreTrainedTokenizerBase, known: Tensor
) -> Tensor:
    """A row for each token, `(tokens, width)`: the mean of its pieces' rows of `known`."""
    vocabulary = pieces.get_vocab()
    unknown = pieces.unk_token_id
    common = known.mean(dim=0)
    rows = known.new_empty(len(tokenizer), known.shape[1])
    for token, number in tokenizer.get_vocab().items():
        text = str(tokenizer.decode([number])).strip()
        inside = f"##{text.lower()}"
        if not token.startswith(_SPACE) and text.isascii() and inside in vocabulary:
            ids = [vocabulary[inside]]
        else:
            ids = pieces(text, add_special_tokens=False)["input_ids"]
        ids = [i for i in ids if i != unknown]
        rows[number] = known[ids].mean(dim=0) if ids else common
    return rows + _NOISE * torch.randn_like(rows)
