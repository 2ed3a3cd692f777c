"""The embedder that ships: the packaged encoder, taught to read Chinese characters.

The packaged vocabulary knows 244 Chinese characters. Vectors of further ones were trained
(`service.tuning.shipped`) with every packaged weight left as it was, so a text without them has the
very vector that the packaged encoder gives it.
"""

import hashlib
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "chinese"
SHIPPED = "shipped"
WEIGHTS = "model.safetensors"
TOKENS = "tokens.txt"
ADDED = "added"


def add_chinese(model: Any) -> None:  # noqa: ANN401 - the library's class is imported late
    """Give a loaded packaged encoder the shipped tokens, in place.

    Args:
        model: a SentenceTransformer.

    Raises:
        ValueError: there are not as many vectors as tokens.
    """
    import torch
    from safetensors.torch import load_file

    from indexes.embedding.tokens import extended_tokenizer

    tokens = (FOLDER / TOKENS).read_text("utf-8").splitlines()
    added = load_file(FOLDER / WEIGHTS)[ADDED]
    if len(tokens) != len(added):
        raise ValueError(f"{TOKENS} has {len(tokens)} tokens, its weights are for {len(added)}")
    reading = model[0]
    longest = reading.max_seq_length
    tokenizer = extended_tokenizer(tokens)
    tokenizer.model_max_length = longest
    reading.processor = tokenizer
    words = reading.auto_model.get_input_embeddings()
    table = torch.cat([words.weight.detach(), added.to(words.weight.dtype)])
    longer = torch.nn.Embedding(len(table), table.shape[1], _weight=table)
    reading.auto_model.set_input_embeddings(longer)
    reading.auto_model.config.vocab_size = len(table)


def shipped_digest() -> str:
    """Tells trained weights from others."""
    with (FOLDER / WEIGHTS).open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()[:12]
