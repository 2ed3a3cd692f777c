"""A second opinion on what a language model drafts: does it answer what was asked?

A checker tells whether evidence says a sentence, not whether the sentence answers the question: a
quoted sentence about something else is supported. The extractive reader looks for the answer by
itself where the draft was found: how sure it is that there is one, and how much of what it points
at the draft says, tell a draft that answers from one that does not. Both are weighed by a
regression with one set of weights a language, fitted by `benchmarks.generation.fit_opinion`.
"""

import math
import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence

from knowledge.text import comparable, content_terms, language_of, terms
from knowledge.types import Evidence
from service.calibration.logistic import Logistic, load_model
from service.generators.base import Question
from service.generators.look import span_text
from service.generators.signals import Candidate, find_candidates
from service.generators.spans import FLOOR, Span, SpanScorer, shares

MODEL = "second_opinion"
# A reader that is surer than this is taken to be this sure, so that one signal never decides alone.
_SUREST = 8.0
# Added to the share of the odds that a draft says: nothing of them is bad, not infinitely so.
_NEVER = 0.05
# Words, and single Chinese characters.
_PIECE = re.compile(r"[\u3400-\u9fff]|[^\W\u3400-\u9fff]+")


class SecondOpinion:
    """Says how likely a draft answers its question.

    Args:
        scorer: finds the answer by itself.
        weights: by language; those that ship by default.
    """

    def __init__(self, scorer: SpanScorer, weights: Mapping[str, Logistic] | None = None) -> None:
        self._scorer = scorer
        shipped = load_model(MODEL) if weights is None else {}
        self._weigh = weights or {lang: Logistic.from_json(shipped[lang]) for lang in ("en", "zh")}

    def answerability(
        self, question: Question, evidence: Sequence[Evidence], statements: Sequence[str]
    ) -> float:
        """Probability that statements that the evidence supports answer a question.

        Args:
            question: what was asked; its `check` is called while reading.
            evidence: what the statements cite. What they do not is not read: that takes time, and
                an answer elsewhere speaks for no sentence that stands on something else.
            statements: of a draft, those that are supported.
        """
        signals = signals_of(self._scorer, question.text, evidence, statements, question.check)
        return self._weigh[language_of(question.text)].probability_of(signals)


def signals_of(
    scorer: SpanScorer,
    question: str,
    evidence: Sequence[Evidence],
    statements: Sequence[str],
    interrupt: Callable[[], None] = lambda: None,
) -> dict[str, float]:
    """What is weighed, by name, after reading each evidence around what says the statements."""
    candidates = find_candidates(evidence)
    around = _sayings(candidates, statements)
    spans = scorer.score(question, evidence, candidates, interrupt, around)
    return opinion_signals(candidates, spans, " ".join(statements))


def _sayings(
    candidates: Sequence[Candidate], statements: Sequence[str]
) -> dict[int, list[tuple[int, int]]]:
    """Of each evidence the sentences that say most of a statement's terms, where they say any."""
    found: dict[int, list[tuple[int, int]]] = {}
    said = [set(terms(candidate.text)) for candidate in candidates]
    for statement in statements:
        asked = set(content_terms(statement))
        best: dict[int, tuple[int, Candidate]] = {}
        for candidate, terms_said in zip(candidates, said, strict=True):
            shared = len(asked & terms_said)
            if shared > best.get(candidate.index, (0, candidate))[0]:
                best[candidate.index] = shared, candidate
        for index, (_, candidate) in best.items():
            found.setdefault(index, []).append((candidate.start, candidate.end))
    return found


def opinion_signals(
    candidates: Sequence[Candidate], spans: Sequence[Span | None], text: str
) -> dict[str, float]:
    """What is weighed, by name, of spans that are known.

    Args:
        candidates: every sentence of the evidence.
        spans: what a reader points at in each.
        text: of the draft.

    Returns:
        `margin`: log-odds of the best span against nothing. `said`: logarithm of the share of what
        the reader points at, weighed by its odds, that the draft says.
    """
    margin = max((span.log_odds for span in spans if span), default=FLOOR)
    said = Counter(_PIECE.findall(comparable(text)))
    share = shares(spans)
    covered = [_covered(span_text(c, s), said) for c, s in zip(candidates, spans, strict=True)]
    agreed = float(share @ covered / share.sum()) if len(share) else 0.0
    return {"margin": min(max(margin, -_SUREST), _SUREST), "said": math.log(agreed + _NEVER)}


def _covered(span: str, said: Counter[str]) -> float:
    """Share of a span's pieces that a text says."""
    wanted = Counter(_PIECE.findall(comparable(span)))
    return (wanted & said).total() / wanted.total() if wanted else 0.0
