"""Claims and responses through the checker, as `/v1/check` would judge them."""

import time
from collections.abc import Mapping, Sequence
from typing import Any

from knowledge.errors import FootingError
from knowledge.text import content_terms, terms
from service.answer import Source
from service.checking import Checking
from service.evaluation.cases.types import Case, ClaimCase, Task
from service.evaluation.metrics import claims
from service.evaluation.metrics.table import NOT_APPLICABLE
from service.evaluation.tasks.base import Row
from service.sources import cut


class ClaimTask:
    """Checks each case: the least supported claim of a text decides.

    Args:
        checking: what checks.
        threshold: support from which a text counts as supported.
        models: names and digests of the models, for the run's settings.
    """

    name: Task = "claims"
    metrics = claims.METRICS
    columns = claims.COLUMNS

    def __init__(self, checking: Checking, threshold: float, models: Mapping[str, str]) -> None:
        self._checking = checking
        self._threshold = threshold
        self._models = models

    def settings(self) -> Mapping[str, Any]:
        """The checker and the threshold."""
        return {"threshold": self._threshold, "models": dict(self._models)}

    def row(self, case: Case) -> Row:
        """The verdicts of a case."""
        assert isinstance(case, ClaimCase)  # noqa: S101 - for the type checker
        started = time.perf_counter()
        row: Row = {
            "id": case.id,
            "lang": case.lang,
            "source": case.source,
            "label": case.label,
            "supported": case.supported,
            "response" if case.response else "claim": case.text,
            "question": case.question,
            "evidence": list(case.evidence),
        }
        try:
            evidence = cut([Source(text=text) for text in case.evidence])
            checked, _ = self._checking.check(case.text, evidence)
        except FootingError as error:
            return row | {"error": error.message}
        said = [c for c in checked if c.verdict != "not_checkable"]
        weakest = min(said, key=lambda c: c.support, default=None)
        score = weakest.support if weakest else 0.0
        return row | {
            "score": score,
            "predicted": score >= self._threshold,
            "verdict": weakest.verdict if weakest else "not_checkable",
            "claims": [c.model_dump(mode="json") for c in checked],
            "ms": round((time.perf_counter() - started) * 1000, 3),
            "error": None,
        }

    @classmethod
    def values(cls, row: Row) -> Sequence[float]:
        """A row's values in the order of `columns`; a case that failed is not supported."""
        text = row.get("claim") or row["response"]
        asked, said = content_terms(text), set(terms(" ".join(row["evidence"])))
        values = {
            "supported": row["supported"],
            "predicted": row.get("predicted", False),
            "score": row.get("score", 0.0),
            "length": -len(text),
            "overlap": sum(t in said for t in asked) / max(1, len(asked)),
            "ms": row.get("ms", NOT_APPLICABLE),
        }
        return [float(values[name]) for name in cls.columns]
