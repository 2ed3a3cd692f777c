"""Fits the reader's two regressions: `python -m service.tuning.fit_signals`.

Ranking and answerability are fitted on what `fit_examples` gathers. What a triple is worth comes
from the sample's `tune` cases alone: nothing else here has triples beside passages (tables stand
there as passages too; with the triples of their cells it was tried, EXPERIMENTS.md).
"""

import argparse
import json
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from sklearn.linear_model import LogisticRegression

from indexes.embedding.added import SHIPPED
from indexes.embedding.sentence_transformer import SentenceTransformerEmbedder
from service.calibration.logistic import Logistic
from service.generators import signals
from service.generators.extractive import SECOND_WITHIN
from service.generators.look import SentenceLook
from service.generators.reader import summarise
from service.generators.spans import SpanScorer
from service.models.network import load_network
from service.tuning.fit_examples import Halves, public_examples, table_examples, tune_examples
from service.tuning.questions import Example

MODELS = Path(__file__).parent.parent / "models"
# The best of nine on four public sets (SQuAD: articles that neither trained nor calibrated) if a
# wrong answer takes back two right ones (`benchmarks.threshold`). On the tuning questions
# 77% of the answerable ones are answered rightly there, and 19% of what is answered is wrong.
SPAN_THRESHOLD = 0.5
# The same for plain signals: 76% and 30% (two fifths of the tuning questions are near misses). From
# 0.3 to 0.65 the share of wrong hardly falls (33% to 22%) while half of the right answers are lost.
THRESHOLD = 0.4
# How many public questions a tune case counts for: they are few, but of the kind that is asked.
_TUNE_COUNTS = 3.0
_TRIPLE = [i for i, name in enumerate(signals.NAMES) if "triple" in name]
# Where a triple's weights start from: worth little unless its predicate is asked for.
_TRIPLE_PRIOR = np.array([-1.0, 0.5, 2.0, 0.5])

_AGAINST = {
    "rarest_missing", "names_missing", "type_absent", "is_heading_or_question", "rival_share",
    "nothing",
}  # fmt: skip
_EITHER = {"length", "is_triple", "readable"}

Weights = tuple[NDArray[np.float64], float]


def fit_rank(public: Sequence[Example], tune: Sequence[Example]) -> Weights:
    """Weights and bias that rank the sentences of a question."""
    shown = [e for e in [*public, *tune, *tune] if e.answerable and e.right.any()]
    table = np.concatenate([e.table for e in shown])
    right = np.concatenate([e.right for e in shown])
    # Each question counts the same, half for its right sentences, half for the others.
    share = np.concatenate(
        [np.where(e.right, 10 / e.right.sum(), 10 / max(1, (~e.right).sum())) for e in shown]
    )
    passages = ~table[:, _TRIPLE].any(axis=1)
    other = [i for i in range(table.shape[1]) if i not in _TRIPLE]
    model = LogisticRegression(C=0.3, max_iter=3000).fit(
        table[passages][:, other], right[passages], sample_weight=share[passages]
    )
    weights = np.zeros(table.shape[1])
    weights[other] = model.coef_[0]
    weights[_TRIPLE] = _fit_triples(weights, tune)
    return weights, float(model.intercept_[0])


def _fit_triples(weights: NDArray[np.float64], tune: Sequence[Example]) -> NDArray[np.float64]:
    """Weights of a triple's signals: list-wise likelihood with a prior, the others held fixed."""
    shown = [e for e in tune if e.answerable and e.says.any() and e.table[:, _TRIPLE].any()]

    def loss(values: NDArray[np.float64]) -> float:
        total = float(((values - _TRIPLE_PRIOR) ** 2).sum())
        for e in shown:
            scores = e.table @ weights + e.table[:, _TRIPLE] @ values
            chances = np.exp(scores - scores.max())
            total -= float(np.log(chances[e.says].sum() / chances.sum()))
        return total

    return np.asarray(minimize(loss, _TRIPLE_PRIOR).x, dtype=np.float64)


def outcome(example: Example, rank: Weights, names: Sequence[str]) -> tuple[dict[str, float], bool]:
    """What the answerability regression sees of a question, and whether the release is right."""
    logits = example.table @ rank[0] + rank[1]
    order = np.argsort(-logits, kind="stable")
    released = [i for i in order[:2] if logits[order[0]] - logits[i] < SECOND_WITHIN]
    looked = example.looked.order(order.tolist())
    summary = summarise(looked, logits[order], names, example.readable)
    return dict(summary), bool(example.answerable and example.says[released].any())


def fit_answer(
    public: Sequence[Example], tune: Sequence[Example], rank: Weights, names: Sequence[str]
) -> Logistic:
    """The answerability regression, on questions that ranking was not fitted on."""
    seen = [outcome(e, rank, names) for e in [*public, *tune]]
    inputs = tuple(seen[0][0])
    table = np.array([[s[name] for name in inputs] for s, _ in seen])
    counts = np.array([1.0] * len(public) + [_TUNE_COUNTS] * len(tune))
    # A signal that hardly varies (triples, in public questions) must not get a huge weight.
    mean, spread = table.mean(axis=0), np.maximum(table.std(axis=0), 0.05)
    right = np.array([r for _, r in seen])
    # Half right, half wrong: the sets differ in how much can be answered, and users' sets will.
    counts *= np.where(right, 0.5 / right.mean(), 0.5 / (~right).mean())
    bias, scaled = _fit_signed((table - mean) / spread, right, counts, inputs)
    weights = scaled / spread
    return Logistic(inputs, weights, float(bias - mean @ weights))


def _fit_signed(
    table: NDArray[np.float64],
    right: NDArray[np.bool_],
    counts: NDArray[np.float64],
    names: Sequence[str],
) -> tuple[float, NDArray[np.float64]]:
    """A logistic regression whose weights may only have the sign that their signal means.

    Public questions have habits of their own that an unbounded fit would learn.
    """
    sign = np.where(right, 1.0, -1.0)
    meant = [_bounds(name.removeprefix("top_")) for name in names]

    def loss(values: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        margins = sign * (table @ values[1:] + values[0])
        slope = -counts * sign / (1.0 + np.exp(margins))
        value = (counts * np.logaddexp(0, -margins)).sum() + 5.0 * (values[1:] ** 2).sum()
        return float(value), np.concatenate([[slope.sum()], table.T @ slope + 10.0 * values[1:]])

    start = np.zeros(len(names) + 1)
    found = minimize(loss, start, jac=True, bounds=[(None, None), *meant]).x
    return float(found[0]), np.asarray(found[1:], dtype=np.float64)


def _bounds(signal: str) -> tuple[float | None, float | None]:
    if signal in _EITHER:
        return None, None
    return (None, 0.0) if signal in _AGAINST else (0.0, None)


def fit(
    public: Mapping[str, Halves],
    tune: Mapping[str, Sequence[Example]],
    tables: Mapping[str, Halves] | None = None,
    names: Sequence[str] = signals.NAMES,
    threshold: float = THRESHOLD,
) -> dict[str, Any]:
    """Everything that ships, by language.

    Args:
        public: by language, examples for ranking and others for answerability.
        tune: by language, the sample's tune cases.
        tables: by language, examples about tables, likewise.
        names: of the signals of each sentence.
        threshold: the default one, kept beside the weights.
    """
    fitted: dict[str, Any] = {}
    for language, (for_rank, for_answer) in public.items():
        to_rank, to_answer = (tables or {}).get(language, ((), ()))
        rank = fit_rank([*for_rank, *to_rank], tune[language])
        answer = fit_answer([*for_answer, *to_answer], tune[language], rank, names)
        fitted[language] = {
            "rank": _as_json(Logistic(tuple(names), *rank)),
            "answer": _as_json(answer),
        }
    fitted["threshold"] = threshold
    return fitted


def _as_json(model: Logistic) -> dict[str, Any]:
    weights = {n: round(float(w), 5) for n, w in zip(model.names, model.weights, strict=True)}
    return {"bias": round(model.bias, 5), "weights": weights}


def main() -> None:
    """Read the data, fit, and replace the shipped file."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder of the public data sets")
    parser.add_argument("--reader", default=SHIPPED, help="reader to fit for, or `sentences`")
    parser.add_argument("--embedder", default=SHIPPED, help="embedder that it stands beside")
    parser.add_argument("--questions", type=int, default=500, help="of each set")
    parser.add_argument("--out", type=Path)
    options = parser.parse_args()
    embedder = SentenceTransformerEmbedder(options.embedder)
    plain = options.reader == "sentences"
    scorer = None if plain else SpanScorer(load_network("reader", options.reader))
    look = SentenceLook(embedder, scorer)
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        fitted = fit(
            public_examples(options.data, look, embedder, home / "public", options.questions),
            tune_examples(look, embedder, home / "sample"),
            table_examples(look, embedder, home / "tables"),
            look.names,
            THRESHOLD if plain else SPAN_THRESHOLD,
        )
    out = options.out or MODELS / f"reader_{'signals' if plain else 'spans'}.json"
    out.write_text(json.dumps(fitted, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
