"""A second look at fused passages: none by default, a cross-encoder by name."""

from collections.abc import Sequence
from typing import Protocol

from knowledge.errors import ModelUnavailableError
from knowledge.types import Chunk


class Reranker(Protocol):
    """Scores passages for a question; higher is better.

    Attributes:
        name: shown in answers and by `footing doctor`.
        depth: how many fused passages it looks at.
    """

    name: str
    depth: int

    def score(self, question: str, chunks: Sequence[Chunk]) -> list[float]:
        """One score a chunk, in their order."""
        ...


class CrossEncoderReranker:
    """Any sentence-transformers cross-encoder by name or path.

    Raises:
        ModelUnavailableError: the model cannot be loaded.
    """

    def __init__(self, model: str, depth: int = 30) -> None:
        from sentence_transformers import CrossEncoder

        self.name = model
        self.depth = depth
        try:
            self._model = CrossEncoder(model, local_files_only=True)
        except (OSError, ValueError, RuntimeError) as error:
            raise ModelUnavailableError(
                f"the reranker '{model}' cannot be loaded: {error}. Set FOOTING_RERANKER to the "
                "path of a cross-encoder, or leave it out.",
                model=model,
            ) from error

    def score(self, question: str, chunks: Sequence[Chunk]) -> list[float]:
        """Relevance of each chunk to the question, on the model's own scale."""
        pairs = [(question, chunk.indexed_text) for chunk in chunks]
        return [float(s) for s in self._model.predict(pairs, show_progress_bar=False)]
