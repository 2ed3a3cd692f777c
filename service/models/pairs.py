"""Two texts as the one sequence that a cross-encoder reads, in windows where they are long."""

import copy
import re
from bisect import bisect_left
from collections.abc import Sequence
from typing import Any

from transformers import PreTrainedTokenizerBase

from knowledge.text import simplified

# Tokens of the short text (a question, a claim) that are read at most; the rest is cut.
MAX_SHORT = 96
# Tokens of a whole sequence, and by how many the windows of a long text overlap.
MAX_LENGTH, STRIDE = 320, 96
_BETWEEN = "\n"
# Where a text that is too long is best cut: behind a clause.
_CLAUSE = re.compile(r"[,;:，；：、](?=\D|$)|\s[—–-]+\s|——")


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
        max_length: int = MAX_LENGTH,
        stride: int = STRIDE,
        *,
        passage_first: bool = False,
    ) -> None:
        self.tokenizer = tokenizer
        self.passage_first = passage_first
        self.segment = 0 if passage_first else 1
        self.max_length = max_length
        self._longest_short = min(MAX_SHORT, max_length // 3)
        # Tokenizers of its own, set up once: the settings of a shared one change under threads.
        self._plain = copy.deepcopy(tokenizer.backend_tokenizer)
        self._plain.no_truncation()
        self._plain.no_padding()
        self._paired = copy.deepcopy(self._plain)
        room = max_length - self._longest_short - self._paired.num_special_tokens_to_add(True)
        self._paired.enable_truncation(
            max_length,
            stride=min(stride, room // 2),
            strategy="only_first" if passage_first else "only_second",
        )

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
        short = self._cut([simplified(text) for text, _ in texts])
        long = [simplified(text) for _, text in texts]
        first, second = (long, short) if self.passage_first else (short, long)
        pairs = list(zip(first, second, strict=True))
        return list(self._paired.encode_batch(pairs))

    def windows(self, texts: Sequence[tuple[str, str]]) -> tuple[list[Any], list[int]]:
        """All windows of all `(short, long)`, and for each the position of its pair."""
        found = [[first, *first.overflowing] for first in self.first_windows(texts)]
        owners = [place for place, windows in enumerate(found) for _ in windows]
        return [window for windows in found for window in windows], owners

    def pieces(self, text: str) -> list[str]:
        """A short text in parts that are read whole, cut behind clauses where there are any.

        Joined they are the text again.
        """
        (encoding,) = self._plain.encode_batch([simplified(text)], add_special_tokens=False)
        starts, ends = [a for a, _ in encoding.offsets], [b for _, b in encoding.offsets]
        found, first, begin = [], 0, 0
        while len(starts) - first > self._longest_short:
            end = ends[first + self._longest_short - 1]
            clauses = [begin + m.end() for m in _CLAUSE.finditer(text[begin:end])]
            # Not behind its first words: parts would be many.
            cut = max((c for c in clauses if 3 * (c - begin) > end - begin), default=end)
            found.append(text[begin:cut])
            first, begin = bisect_left(starts, cut), cut
        return [*found, text[begin:]]

    def _cut(self, texts: Sequence[str]) -> list[str]:
        """Texts shortened to the most tokens that a short text may have, at a token's end."""
        longest = self._longest_short
        encodings = self._plain.encode_batch(list(texts), add_special_tokens=False)
        return [
            text if len(e.ids) <= longest else text[: e.offsets[longest - 1][1]]
            for text, e in zip(texts, encodings, strict=True)
        ]
