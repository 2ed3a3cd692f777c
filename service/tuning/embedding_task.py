"""The embedder's loss and score: a question lies closer to its passage than to any other."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from tokenizers import Tokenizer
from torch import Tensor, nn

from knowledge.text import simplified
from service.tuning.batches import MULTIPLE
from service.tuning.retrieval_pairs import RetrievalPair

Ids = NDArray[np.int32]
# Cosines are divided by this, as in the training of the packaged encoder.
_TEMPERATURE = 0.05
# Few shapes: a kernel is prepared for every one, and three texts an example would make many. All
# are multiples of 32; see `EmbeddingTask.length`.
_QUESTION = 32
_PASSAGES = (64, 96, 128, 160, 224, 256)


@dataclass(frozen=True, slots=True)
class RetrievalFeature:
    """A pair as token ids; `hard` is empty where there is no hard negative."""

    question: Ids
    passage: Ids
    hard: Ids
    group: int


def retrieval_features(
    pairs: Iterable[RetrievalPair], tokenizer: Tokenizer
) -> list[RetrievalFeature]:
    """Tokenise pairs; what is longer than a forward pass takes is cut."""

    def ids(text: str, longest: int = _PASSAGES[-1]) -> Ids:
        found = tokenizer.encode(simplified(text)).ids
        return np.array(
            found if len(found) <= longest else [*found[: longest - 1], found[-1]], np.int32
        )

    nothing = np.zeros(0, np.int32)
    return [
        RetrievalFeature(
            ids(p.question, _QUESTION),
            ids(p.passage),
            ids(p.hard) if p.hard else nothing,
            p.group,
        )
        for p in pairs
    ]


class EmbeddingTask:
    """Each question against all passages of its batch, except those of its own context.

    Henderson et al. (2017), "Efficient natural language response suggestion"; with hard negatives,
    Karpukhin et al. (2020), "Dense passage retrieval".

    Args:
        dev: features to score on; every passage among them is searched.
        batch: dev texts a forward pass.
    """

    def __init__(self, dev: Sequence[RetrievalFeature], batch: int = 64) -> None:
        self._dev = list(dev)
        self._batch = batch

    def length(self, feature: RetrievalFeature) -> int:
        """Tokens of an example, padding included: what a batch holds is of one shape.

        One with a hard negative counts half of 32 more, or it would share a batch with those whose
        one passage is twice as long.
        """
        passages = [x for x in (feature.passage, feature.hard) if len(x)]
        return _QUESTION + _room(passages) * len(passages) + MULTIPLE * (len(passages) - 1)

    def fingerprint(self, feature: RetrievalFeature) -> bytes:
        """Tells an example from others."""
        return b" ".join(x.tobytes() for x in (feature.question, feature.passage, feature.hard))

    def loss(
        self, model: nn.Module, batch: Sequence[RetrievalFeature], device: torch.device
    ) -> Tensor:
        """Mean cross-entropy of finding the passage among those of the batch."""
        hard = [f for f in batch if len(f.hard)]
        texts = [f.passage for f in batch] + [f.hard for f in hard]
        questions = _vectors(model, [f.question for f in batch], device, _QUESTION)
        passages = _vectors(model, texts, device, _room(texts))
        scores = questions @ passages.T / _TEMPERATURE
        groups = torch.tensor([f.group for f in batch], device=device)
        owns = torch.tensor([f.group for f in [*batch, *hard]], device=device)
        same = groups[:, None] == owns[None, :]
        # A hard negative is of another context than its question: it stays against all of them.
        same[:, len(batch) :] = False
        same.fill_diagonal_(False)
        target = torch.arange(len(batch), device=device)
        return nn.functional.cross_entropy(scores.masked_fill(same, -1e4), target)

    def score(self, model: nn.Module) -> dict[str, float]:
        """Recall at 1 and 5 and the mean reciprocal rank of the right context on dev."""
        device = next(model.parameters()).device
        questions = self._encode(model, [f.question for f in self._dev], device)
        passages = self._encode(model, [f.passage for f in self._dev], device)
        groups = np.array([f.group for f in self._dev])
        ranks = []
        for vector, group in zip(questions, groups, strict=True):
            scores = passages @ vector
            ranks.append(len(set(groups[scores > scores[groups == group].max()].tolist())))
        found = np.array(ranks)
        score = float((1 / (found + 1)).mean()) if len(found) else 0.0
        recall = {f"recall@{k}": float((found < k).mean()) if len(found) else 0.0 for k in (1, 5)}
        return {**recall, "score": score}

    def _encode(
        self, model: nn.Module, texts: Sequence[Ids], device: torch.device
    ) -> NDArray[np.float32]:
        order = sorted(range(len(texts)), key=lambda n: len(texts[n]))
        found: dict[int, NDArray[np.float32]] = {}
        for n in range(0, len(order), self._batch):
            part = order[n : n + self._batch]
            chosen = [texts[i] for i in part]
            length = _room(chosen) if max(map(len, chosen)) > _QUESTION else _QUESTION
            vectors = _vectors(model, chosen, device, length).cpu().numpy()
            found |= dict(zip(part, vectors, strict=True))
        return np.array([found[n] for n in range(len(texts))])


def _room(texts: Sequence[Ids]) -> int:
    """The length that passages are padded to."""
    longest = max(len(ids) for ids in texts)
    return next(size for size in _PASSAGES if size >= longest)


def _vectors(model: nn.Module, texts: Sequence[Ids], device: torch.device, length: int) -> Tensor:
    """Unit vectors: the mean of the last layer over the tokens of each text, shape (n, d)."""
    ids = np.zeros((len(texts), length), np.int64)
    mask = np.zeros((len(texts), length), np.int64)
    for row, text in enumerate(texts):
        ids[row, : len(text)], mask[row, : len(text)] = text, 1
    kept = torch.from_numpy(mask).to(device)
    layer = model(input_ids=torch.from_numpy(ids).to(device), attention_mask=kept)
    weight = kept[..., None].float()
    mean = (layer.last_hidden_state.float() * weight).sum(1) / weight.sum(1)
    return nn.functional.normalize(mean, dim=-1)
