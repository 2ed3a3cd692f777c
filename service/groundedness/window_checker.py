"""Judges claims against windows of evidence by a calibrated combination of signals."""

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from knowledge.text import language_of
from knowledge.types import Evidence
from service.answer import Verdict
from service.calibration.logistic import Logistic, load_model
from service.groundedness import signals
from service.groundedness.against import contradiction, triple_conflict
from service.groundedness.base import Judgement
from service.groundedness.pair_signals import REFUTATION, Look, PairSignals
from service.groundedness.signals import ClaimView, Window

# Windows that are looked at closely: those that share most terms with the claim.
_CANDIDATES = 4
# Tokens, about, of all wide windows beyond the first.
_ROOM = 320
# Tokens, about, of the windows of passages that are not among those.
_ROOM_FOR_OTHERS = 400
# Where a window says this share of a claim's terms, it is hardly another passage that says it in
# words of its own.
_SAYS_MOST = 0.7
# A further wide window says at least this share of what the first says of a claim's terms.
_AS_CLOSE = 0.6
_COPIED = 0.99
_CONTRADICTED = 0.5
# A window must say this share of a claim's terms before a model may find that it says otherwise:
# models for inference call much refuted that is merely about something else.
_ABOUT = 0.5


class WindowLook:
    """The windows of evidence that matter for a claim, and their signals.

    Args:
        model: what a model adds to the plain signals.

    Attributes:
        names: of the signals, in the order of a table's columns.
        trained: whether they are those of a trained checker.
    """

    def __init__(self, model: PairSignals) -> None:
        self._model = model
        self.names = (*signals.SIGNALS, *model.names)
        self.trained = model.trained

    def windows_of(self, evidence: Sequence[Evidence]) -> list[Window]:
        """The windows that a claim is compared with."""
        return signals.windows_of(evidence, wide=self.trained)

    def best(self, claim: ClaimView, windows: Sequence[Window]) -> list[Window]:
        """The windows that share most terms with the claim, the shorter first of equals.

        A model that reads wide windows resolves what a sentence leaves to its neighbours: half of
        its windows are wide. Since these take most time, further ones have to fit into a room for
        all, repeat no other and say about as much of the claim. The second close window is left
        out where a wide one holds it: that its passage says otherwise shows in the closest.

        Where none of these says most of the claim, every other passage is read too, as far as there
        is room: one that says it in words of its own must not go unread because others share more
        of its words.
        """
        ranked = sorted(windows, key=lambda w: (-signals.coverage(claim, w), len(w.text)))
        if not self.trained:
            return ranked[:_CANDIDATES] + _of_others(claim, ranked[:_CANDIDATES], windows)
        close = [w for w in ranked if not w.wide][: _CANDIDATES // 2]
        wide = _further(claim, [w for w in ranked if w.wide])[: _CANDIDATES // 2]
        held = [w for w in close[1:] if w.index == close[0].index and any(map(w.within, wide))]
        chosen = [w for w in close if w not in held] + wide
        return chosen + _of_others(claim, chosen, windows)

    def table(
        self, looks: Sequence[Look], interrupt: Callable[[], None] = lambda: None
    ) -> list[NDArray[np.float64]]:
        """For each claim the signals of its windows, shape (len(windows), len(names))."""
        models = self._model.tables(looks, interrupt)
        return [
            np.column_stack([_plain(claim, windows), part])
            for (claim, windows), part in zip(looks, models, strict=True)
        ]

    def refuted(self, table: NDArray[np.float64]) -> NDArray[np.float64]:
        """The chance that each window of a table refutes the claim, 0 where no model says so."""
        if not self.trained:
            return np.zeros(len(table))
        return np.asarray(1.0 / (1.0 + np.exp(-table[:, self.names.index(REFUTATION)])))


def _further(claim: ClaimView, ranked: Sequence[Window]) -> list[Window]:
    """The first of wide windows, and those that add to it."""
    taken = list(ranked[:1])
    for window in ranked[1:]:
        fits = window.tokens + sum(w.tokens for w in taken) <= _ROOM
        said = signals.coverage(claim, window) >= _AS_CLOSE * signals.coverage(claim, taken[0])
        if fits and said and not any(window.repeats(w) for w in taken):
            taken.append(window)
    return taken


def _of_others(
    claim: ClaimView, chosen: Sequence[Window], windows: Sequence[Window]
) -> list[Window]:
    """A close window of each passage that has none yet: what says most, the longest of equals."""
    if max((signals.coverage(claim, w) for w in chosen), default=0.0) >= _SAYS_MOST:
        return []
    seen = {w.index for w in chosen}
    closest: dict[int, tuple[float, int, Window]] = {}
    for window in windows:
        if window.index not in seen and not window.wide:
            says = (signals.coverage(claim, window), len(window.text), window)
            before = closest.get(window.index)
            if before is None or says[:2] > before[:2]:
                closest[window.index] = says
    taken: list[Window] = []
    # Of equals the evidence that was found first.
    for _, _, window in sorted(closest.values(), key=lambda said: (-said[0], said[2].index)):
        if window.tokens + sum(w.tokens for w in taken) <= _ROOM_FOR_OTHERS:
            taken.append(window)
    return taken


def _plain(claim: ClaimView, windows: Sequence[Window]) -> NDArray[np.float64]:
    rows = [signals.window_signals(claim, window) for window in windows]
    return np.array(rows, dtype=np.float64).reshape(len(windows), len(signals.SIGNALS))


class WindowChecker:
    """Judges a claim by its best window (support) and by the passage that says most against it.

    Against a claim only the closest window of a passage speaks: what is around it is often about
    something else, and models for inference call that refuted.

    Args:
        look: what is known of each window.
        name: shown in answers.
        model: name of the file of weights under `service/models`.
    """

    def __init__(self, look: WindowLook, name: str, model: str) -> None:
        self.name = name
        self._look = look
        weights = load_model(model)
        self._combine = {lang: Logistic.from_json(weights[lang]) for lang in ("en", "zh")}
        self._threshold = float(weights["threshold"])

    def check(
        self,
        claims: Sequence[str],
        evidence: Sequence[Evidence],
        interrupt: Callable[[], None] = lambda: None,
    ) -> list[Judgement]:
        """One judgement a claim; see `Checker`."""
        windows = self._look.windows_of(evidence)
        judged: dict[int, Judgement] = {}
        left: list[tuple[int, ClaimView, list[Window]]] = []
        for n, text in enumerate(claims):
            interrupt()
            claim = signals.view_claim(text)
            copied = next((w for w in windows if signals.copied(w, claim)), None)
            if copied is not None:
                judged[n] = Judgement("supported", _COPIED, 0.0, (copied.index,))
            else:
                left.append((n, claim, self._look.best(claim, windows)))
        tables = self._look.table([(c, w) for _, c, w in left], interrupt)
        for (n, claim, best), table in zip(left, tables, strict=True):
            judged[n] = self._judge(claim, best, table, evidence)
        return [judged[n] for n in range(len(claims))]

    def _judge(
        self,
        claim: ClaimView,
        best: Sequence[Window],
        table: NDArray[np.float64],
        evidence: Sequence[Evidence],
    ) -> Judgement:
        support = self._support(claim, table)
        against = self._against(claim, best, table, evidence)
        contradiction = max(against.values(), default=0.0)
        order = np.argsort(-support, kind="stable")
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

    def _support(self, claim: ClaimView, table: NDArray[np.float64]) -> NDArray[np.float64]:
        combine = self._combine[language_of(claim.text)]
        return combine.probability(table, self._look.names)

    def _against(
        self,
        claim: ClaimView,
        best: Sequence[Window],
        table: NDArray[np.float64],
        evidence: Sequence[Evidence],
    ) -> dict[int, float]:
        """How strongly each evidence says otherwise, by its position."""
        against: dict[int, float] = {}
        refuted = self._look.refuted(table)
        for w, chance in zip(best, refuted, strict=True):
            said = contradiction(claim, w)
            if signals.coverage(claim, w) >= _ABOUT:
                said = max(said, float(chance))
            # Of several windows of one passage the closest speaks: the shortest that says most.
            against.setdefault(w.index, said)
        return against | {i: 1.0 for i, item in enumerate(evidence) if triple_conflict(claim, item)}

    def _verdict(self, support: float, contradiction: float) -> Verdict:
        if contradiction >= _CONTRADICTED and contradiction > support - 0.3:
            return "contradicted"
        return "supported" if support >= self._threshold else "unsupported"
