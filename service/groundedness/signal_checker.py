"""A checker without a trained language model: plain signals and a calibrated combination."""

from collections.abc import Callable, Sequence

import numpy as np

from indexes.embedding.base import Embedder
from knowledge.text import language_of
from knowledge.types import Evidence
from service.answer import Verdict
from service.calibration import Logistic, load_model
from service.groundedness import signals
from service.groundedness.base import Judgement
from service.groundedness.signals import ClaimView, Window

# Windows whose similarity is computed: those that share most terms with the claim.
_CANDIDATES = 4
_COPIED = 0.99
_CONTRADICTED = 0.5


class SignalChecker:
    """Judges a claim by its best window (support) and by the window that says most against it."""

    name = "signals"

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder
        model = load_model("checker_signals")
        self._combine = {lang: Logistic.from_json(model[lang]) for lang in ("en", "zh")}
        self._threshold = float(model["threshold"])

    def check(
        self,
        claims: Sequence[str],
        evidence: Sequence[Evidence],
        interrupt: Callable[[], None] = lambda: None,
    ) -> list[Judgement]:
        """One judgement a claim; see `Checker`."""
        windows = signals.windows_of(evidence)
        judgements = []
        for claim in claims:
            interrupt()
            judgements.append(self._judge(signals.view_claim(claim), windows, evidence))
        return judgements

    def _judge(
        self, claim: ClaimView, windows: Sequence[Window], evidence: Sequence[Evidence]
    ) -> Judgement:
        ranked = sorted(windows, key=lambda w: (-signals.coverage(claim, w), len(w.text)))
        copied = next((w for w in ranked if signals.copied(w, claim)), None)
        if copied is not None:
            return Judgement("supported", _COPIED, 0.0, (copied.index,))
        best = ranked[:_CANDIDATES]
        support = self._support(claim, best)
        against: dict[int, float] = {}
        for w in best:
            # Of several windows of one passage the closest speaks: the shortest that says most.
            against.setdefault(w.index, signals.contradiction(claim, w))
        against |= {
            i: 1.0 for i, item in enumerate(evidence) if signals.triple_conflict(claim, item)
        }
        contradiction = max(against.values(), default=0.0)
        order = np.argsort([-p for p in support], kind="stable")
        top = float(support[order[0]]) if len(support) else 0.0
        supporting = tuple(
            dict.fromkeys(best[i].index for i in order if support[i] >= self._threshold)
        )
        contradicting = tuple(
            sorted((i for i, p in against.items() if p >= _CONTRADICTED), key=lambda i: -against[i])
        )
        return Judgement(
            self._verdict(top, contradiction), top, contradiction, supporting, contradicting
        )

    def _support(self, claim: ClaimView, windows: Sequence[Window]) -> list[float]:
        if not windows:
            return []
        readable = self._embedder.readable(claim.text)
        vectors = self._embedder.encode([claim.text, *(w.text for w in windows)])
        similarity = vectors[1:] @ vectors[0] * readable
        table = np.array(
            [
                signals.window_signals(claim, w, float(s))
                for w, s in zip(windows, similarity, strict=True)
            ]
        )
        combine = self._combine[language_of(claim.text)]
        return [float(p) for p in combine.probability(table, signals.SIGNALS)]

    def _verdict(self, support: float, contradiction: float) -> Verdict:
        if contradiction >= _CONTRADICTED and contradiction > support - 0.3:
            return "contradicted"
        return "supported" if support >= self._threshold else "unsupported"
