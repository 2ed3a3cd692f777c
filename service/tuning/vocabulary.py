"""Tokens for characters that the packaged encoder cannot read, and where their vectors start."""

from collections import Counter
from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import load_file
from scipy.sparse import coo_array, csr_array
from scipy.sparse.linalg import svds

from indexes.embedding.added import WEIGHTS
from indexes.embedding.tokens import packaged_path, packaged_vocabulary
from knowledge.text import is_cjk, simplified

# Characters this far apart count as neighbours.
_REACH = 4


def unread_characters(texts: Iterable[str], at_least: int = 2) -> list[str]:
    """Characters to add: those of GB 2312 (6,763 Chinese ones) and the frequent ones of `texts`.

    Args:
        texts: what the model is trained on.
        at_least: how often a character must be met.
    """
    counted = Counter(c for text in texts for c in simplified(text) if not c.isspace())
    met = {c for c, n in counted.items() if n >= at_least and (is_cjk(c) or not c.isalnum())}
    standard = {
        bytes((high, low)).decode("gb2312", "ignore")
        for high in range(0xB0, 0xF8)
        for low in range(0xA1, 0xFF)
    }
    known = packaged_vocabulary()
    return sorted(c for c in met | standard if c and c not in known and c.isprintable())


def initial_vectors(
    tokens: Sequence[str], texts: Iterable[str], packaged: NDArray[np.float32], seed: int = 0
) -> NDArray[np.float32]:
    """Vectors for `tokens` in which characters that keep the same company lie close.

    Positive pointwise mutual information of characters within four places of each other, reduced
    by singular values (Levy and Goldberg, 2014), turned at random and scaled to the mean and spread
    of the packaged table. Characters never met start at random.

    Args:
        tokens: single characters.
        texts: to count in.
        packaged: the packaged embedding table, shape (n, d).
        seed: fixes the turn and the random vectors.

    Returns:
        Shape (len(tokens), d).
    """
    width = packaged.shape[1]
    chance = np.random.default_rng(seed)
    counts = _neighbours({t: n for n, t in enumerate(tokens)}, texts)
    total = counts.sum()
    sums = np.asarray(counts.sum(axis=1)).ravel()
    table = counts.tocoo()
    expected = sums[table.row] * sums[table.col] ** 0.75 / (sums**0.75).sum()
    information = np.log(np.maximum(table.data, 1e-9) / np.maximum(expected, 1e-9))
    kept = (information > 0) & (table.data > 1)
    positive = coo_array((information[kept], (table.row[kept], table.col[kept])), shape=table.shape)
    found = chance.standard_normal((len(tokens), width))
    if total and positive.nnz > width:
        left, values, _ = svds(positive.tocsr(), k=width, random_state=seed)
        turn, _ = np.linalg.qr(chance.standard_normal((width, width)))
        vectors = left * np.sqrt(values) @ turn
        lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
        met = lengths[:, 0] > 1e-6
        found[met] = vectors[met] / lengths[met] * np.sqrt(width)
    placed = packaged.mean(axis=0) + found * packaged.std(axis=0)
    return np.asarray(placed, dtype=np.float32)


def _neighbours(place: dict[str, int], texts: Iterable[str]) -> csr_array:
    size = len(place)
    pairs: list[NDArray[np.int64]] = []
    for text in texts:
        ids = np.array([place.get(c, -1) for c in simplified(text)])
        for step in range(1, _REACH + 1):
            left, right = ids[:-step], ids[step:]
            both = (left >= 0) & (right >= 0)
            pairs.append(left[both] * size + right[both])
    codes, counts = np.unique(np.concatenate(pairs or [np.zeros(0, np.int64)]), return_counts=True)
    one_way = coo_array((counts.astype(float), (codes // size, codes % size)), (size, size))
    return (one_way + one_way.T).tocsr()


def packaged_vectors() -> NDArray[np.float32]:
    """The embedding table of the packaged encoder, shape (n, d)."""
    table = load_file(packaged_path() / WEIGHTS)["embeddings.word_embeddings.weight"]
    return table.astype(np.float32)
