"""The embedder that ships: the packaged encoder, taught to read Chinese characters.

The packaged vocabulary knows 244 Chinese characters. Vectors of further ones were trained
(`service.tuning.shipped`) with every packaged weight left as it was, so a text without them has the
very vector that the packaged encoder gives it.
"""

import hashlib
from pathlib import Path
from typing import Any

from indexes.embedding.added import TOKENS, WEIGHTS, joined, read_tokens

FOLDER = Path(__file__).parent / "chinese"
ADDED = "added"


def add_chinese(model: Any) -> None:  # noqa: ANN401 - the library's class is imported late
    """Give a loaded packaged encoder the shipped tokens, in place.

    Args:
        model: a SentenceTransformer.

    Raises:
        ValueError: there are not as many vectors as tokens, or the files are of something else.
    """
    import torch
    from safetensors.torch import load_file

    from indexes.embedding.tokens import extended_tokenizer

    tokens, weights = read_tokens(FOLDER), load_file(FOLDER / WEIGHTS)
    if ADDED not in weights:
        raise ValueError(f"{FOLDER / WEIGHTS} has no vectors named '{ADDED}'")
    reading = model[0]
    tokenizer = extended_tokenizer(tokens)
    tokenizer.model_max_length = reading.max_seq_length
    reading.processor = tokenizer
    words = reading.auto_model.get_input_embeddings()
    table = joined(words.weight.detach(), weights[ADDED], tokens)
    longer = torch.nn.Embedding(len(table), table.shape[1], _weight=table)
    reading.auto_model.set_input_embeddings(longer)
    reading.auto_model.config.vocab_size = len(table)


def shipped_digest() -> str:
    """Tells these tokens and their vectors from others."""
    digest = hashlib.sha256()
    for name in (TOKENS, WEIGHTS):
        with (FOLDER / name).open("rb") as file:
            digest.update(hashlib.file_digest(file, "sha256").digest())
    return digest.hexdigest()[:12]
