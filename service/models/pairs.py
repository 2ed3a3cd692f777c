"""Two texts as the one sequence that a cross-encoder reads, in windows where they are long."""

from collections.abc import Sequence
from typing import Any

from transformers import PreTrainedTokenizerBase

from knowledge.text import simplified

# Tokens of the short text (a question, a claim) that are read; the rest is cut.
MAX_SHORT = 96
_BETWEEN = "\n"


class PairEncoder:
    """Tokenises a short text with a long one; offsets refer to the texts as given.

    Args:
        tokenizer: a fast tokenizer.
        max_length: tokens of a whole sequence.
        stride: tokens by which windows of a long text overlap.
        passage_first: whether the model takes the long text before the short one.
    """

    def __init__(
        self,
        tokenizer: PreTrainedTokenizerBase,
        max_length: int = 320,
        stride: int = 96,
        *,
        passage_first: bool = False,
    ) -> None:
        self.tokenizer = tokenizer
        self.max_length = max_length
        self.stride = stride
        self.passage_first = passage_first
        self.segment = 0 if passage_first else 1

    @staticmethod
    def passage(before: str, text: str) -> str:
        """A passage behind its title or headings, as models read it."""
        return f"{before}{_BETWEEN}{text}" if before else text

    @staticmethod
    def offset(before: str) -> int:
        """Where the text starts in what `passage` returns."""
        return len(before) + len(_BETWEEN) if before else 0

    def first_windows(self, texts: Sequence[tuple[str, str]]) -> list[Any]:
        """The first window of each `(short, long)`, as encodings of the `tokenizers` library."""
        return list(self._encode(texts, overflow=False).encodings or [])

    def windows(self, texts: Sequence[tuple[str, str]]) -> tuple[list[Any], list[int]]:
        """All windows of all `(short, long)`, and for each the position of its pair."""
        if not texts:
            return [], []
        found = self._encode(texts, overflow=True)
        return list(found.encodings or []), list(found["overflow_to_sample_mapping"])

    def _encode(self, texts: Sequence[tuple[str, str]], overflow: bool) -> Any:  # noqa: ANN401
        short = self._cut([simplified(text) for text, _ in texts])
        long = [simplified(text) for _, text in texts]
        one, other = (long, short) if self.passage_first else (short, long)
        return self.tokenizer(
            one,
            other,
            truncation="only_first" if self.passage_first else "only_second",
            max_length=self.max_length,
            stride=self.stride if overflow else 0,
            return_overflowing_tokens=overflow,
            padding=False,
        )

    def _cut(self, texts: Sequence[str]) -> list[str]:
        """Texts shortened to `MAX_SHORT` tokens, at a token's end."""
        encodings = self.tokenizer(list(texts), add_special_tokens=False).encodings or []
        return [
            text if len(e.ids) <= MAX_SHORT else text[: e.offsets[MAX_SHORT - 1][1]]
            for text, e in zip(texts, encodings, strict=True)
        ]
