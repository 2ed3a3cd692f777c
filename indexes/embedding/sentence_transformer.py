"""Any sentence-transformers model as an embedder; by default the one that ships with Footing."""

import copy
from collections.abc import Sequence
from pathlib import Path
from threading import Lock
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray

from indexes.embedding.added import SHIPPED
from indexes.embedding.shipped import add_chinese, shipped_digest
from indexes.model_files import folder_digest
from knowledge.errors import ModelUnavailableError
from knowledge.text import simplified

PACKAGED = "all-MiniLM-L6-v2"
_NAMES = {SHIPPED: "minilm-chinese"}


class SentenceTransformerEmbedder:
    """A model by name or path, in bfloat16 where the processor computes in it.

    Args:
        model: `shipped` for the packaged weights with Footing's Chinese characters,
            `all-MiniLM-L6-v2` for the packaged ones alone (nothing is downloaded for either),
            otherwise a sentence-transformers name or path.
        batch_size: texts a forward pass.

    Raises:
        ModelUnavailableError: the model cannot be loaded.
    """

    def __init__(self, model: str = SHIPPED, batch_size: int = 32) -> None:
        self._batch_size = batch_size
        # The shipped tokens are Simplified characters.
        self._spelled = simplified if model == SHIPPED else str
        self._model = _load(model)
        self.name = f"{_NAMES.get(model, Path(model).name)}@{_revision(model, self._model)}"
        self.dimension = int(self._model.get_embedding_dimension())
        # A copy of its own: the model's tokenizer is set to pad and truncate by other threads.
        self._tokenizer = copy.deepcopy(self._model.tokenizer)
        self._tokenizing = Lock()
        self._unknown = getattr(self._tokenizer, "unk_token_id", None)

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Vectors of `texts`, shape (len(texts), dimension), rows of unit length."""
        if not texts:
            return np.zeros((0, self.dimension), dtype=np.float32)
        vectors = self._model.encode(
            [self._spelled(text) for text in texts],
            batch_size=self._batch_size,
            normalize_embeddings=True,
            show_progress_bar=False,
            convert_to_numpy=True,
        )
        return cast(NDArray[np.float32], vectors.astype(np.float32, copy=False))

    def readable(self, text: str) -> float:
        """Share of the word pieces of `text` that are not the unknown token."""
        with self._tokenizing:
            ids = self._tokenizer.encode(
                self._spelled(text), add_special_tokens=False, verbose=False
            )
        if not ids or self._unknown is None:
            return 1.0
        return 1.0 - sum(1 for i in ids if i == self._unknown) / len(ids)


def _load(model: str) -> Any:  # noqa: ANN401 - the library's class is imported late
    import torch
    from safetensors import SafetensorError
    from sentence_transformers import SentenceTransformer
    from transformers.utils import logging as transformers_logging

    from indexes.embedding.tokens import packaged_path

    transformers_logging.disable_progress_bar()  # type: ignore[no-untyped-call]
    source = str(packaged_path()) if model in (SHIPPED, PACKAGED) else model
    dtype = torch.bfloat16 if computes_bfloat16() else torch.float32
    try:
        loaded = SentenceTransformer(source, model_kwargs={"dtype": dtype}, local_files_only=True)
        if model == SHIPPED:
            add_chinese(loaded)
    except (OSError, ValueError, RuntimeError, SafetensorError) as error:
        raise ModelUnavailableError(
            f"the embedder '{model}' cannot be loaded: {error}. {_advice(model)}", model=model
        ) from error
    return loaded


def _advice(model: str) -> str:
    if model == SHIPPED:
        return f"Its files are damaged: install Footing anew, or set FOOTING_EMBEDDER to {PACKAGED}"
    return (
        f"Set FOOTING_EMBEDDER to '{SHIPPED}', to 'hashing', or to the path of a "
        "sentence-transformers model."
    )


def _revision(model: str, loaded: Any) -> str:  # noqa: ANN401
    """What tells the model's vectors from those of another that is called the same."""
    # Precision is part of it: vectors made in bfloat16 and float32 differ a little.
    dtype = str(next(loaded.parameters()).dtype).removeprefix("torch.")
    if model == PACKAGED:
        return dtype
    if model == SHIPPED:
        return f"{shipped_digest()}-{dtype}"
    if Path(model).is_dir():
        return f"{folder_digest(Path(model))}-{dtype}"
    # One that was downloaded by name: its folder is named by the commit it was taken from.
    commit = getattr(loaded[0].auto_model.config, "_commit_hash", None)
    return f"{commit or loaded.get_embedding_dimension()}-{dtype}"


def computes_bfloat16() -> bool:
    """Whether the processor multiplies bfloat16 in hardware (AMX or AVX512-BF16)."""
    import torch

    capabilities = torch.cpu.get_capabilities()
    return bool(capabilities.get("amx_bf16") or capabilities.get("avx512_bf16"))
