"""Fits the checker's combination of signals: `python -m service.tuning.fit_checker`.

English: FEVER and MultiNLI claims, and corrupted or shortened sentences of SQuAD contexts.
Chinese: the same made from CMRC 2018 train, since no labelled Chinese set may train what ships.
Negatives are also true sentences of a neighbouring text.
"""

import argparse
import json
import random
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from scipy.optimize import minimize

from indexes.embedding.base import Embedder
from indexes.embedding.sentence_transformer import SentenceTransformerEmbedder
from knowledge.sentences import sentence_spans
from knowledge.types import Evidence
from service.groundedness import signals
from service.tuning.corruptions import corrupt, shorten
from service.tuning.questions import read_rows

OUTPUT = Path(__file__).parent.parent / "models" / "checker_signals.json"
# Signals that speak for a claim; the others speak against it.
_FOR = ("coverage", "similarity", "contained", "phrase_overlap")
Case = tuple[str, str, bool]


def labelled(path: Path, count: int) -> list[Case]:
    """A sample of `(evidence, claim, supported)` from a file of the claims format."""
    rows = random.Random(0).sample(read_rows(path), count)  # noqa: S311 - a fixed sample
    cases = []
    for row in rows:
        evidence = row["evidence"]
        text = evidence if isinstance(evidence, str) else " ".join(evidence)
        cases.append((text, row["claim"], row["label"] == "supported"))
    return cases


def made(path: Path, count: int) -> Iterator[Case]:
    """Cases made from the contexts of a QA file: half of them supported."""
    draw = random.Random(0)  # noqa: S311 - a fixed sample
    contexts = list(dict.fromkeys(row["context"] for row in read_rows(path)))[: count * 2]
    for number, context in enumerate(contexts[:count]):
        sentences = [context[a:b] for a, b in sentence_spans(context)]
        sentence = draw.choice(sentences)
        if (short := shorten(sentence, draw)) and number % 2:
            yield context, short, True
        if wrong := corrupt(sentence, draw):
            yield context, wrong, False
        elsewhere = contexts[(number + 1) % len(contexts)]
        a, b = draw.choice(sentence_spans(elsewhere))
        if number % 2:
            yield context, elsewhere[a:b], False
        # A true sentence with its words moved about stands for a paraphrase.
        if len(sentences) > 1 and (pair := _join(draw.choice(sentences[:-1]), sentence)):
            yield context, pair, True


def _join(first: str, second: str) -> str | None:
    if first == second:
        return None
    chinese = second.endswith("。")
    return first.rstrip("。.") + ("，并且" if chinese else ", and ") + second


def table_of(cases: Sequence[Case], embedder: Embedder) -> np.ndarray[Any, np.dtype[np.float64]]:
    """Signals of each case at its best window, shape (len(cases), len(signals.SIGNALS))."""
    rows = []
    for text, claim, _ in cases:
        windows = signals.windows_of([Evidence(kind="passage", text=text)])
        view = signals.view_claim(claim)
        best = max(windows, key=lambda w: signals.coverage(view, w))
        a, b = embedder.encode([claim, best.text])
        rows.append(signals.window_signals(view, best, float(a @ b) * embedder.readable(claim)))
    return np.array(rows)


def fit(cases: Sequence[Case], embedder: Embedder) -> dict[str, Any]:
    """The combination as it ships.

    A logistic regression whose weights may only have the sign that their signal means: made
    cases have habits of their own (length, for one) that an unbounded fit would learn.
    """
    table = table_of(cases, embedder)
    sign = np.array([1.0 if s else -1.0 for _, _, s in cases])
    balance = np.where(sign > 0, 0.5 / (sign > 0).mean(), 0.5 / (sign < 0).mean())

    def loss(values: np.ndarray[Any, np.dtype[np.float64]]) -> float:
        margins = sign * (table @ values[1:] + values[0])
        return float((balance * np.logaddexp(0, -margins)).sum() + 0.5 * (values[1:] ** 2).sum())

    bounds = [(None, None)] + [(0, None) if n in _FOR else (None, 0) for n in signals.SIGNALS]
    values = minimize(loss, np.zeros(len(bounds)), bounds=bounds).x
    weights = dict(zip(signals.SIGNALS, (round(float(w), 5) for w in values[1:]), strict=True))
    return {"bias": round(float(values[0]), 5), "weights": weights}


def main() -> None:
    """Read the data, fit, and replace the shipped file."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder of the public data sets")
    parser.add_argument("--out", type=Path, default=OUTPUT)
    options = parser.parse_args()
    train = options.data / "train"
    embedder = SentenceTransformerEmbedder()
    english = [
        *labelled(train / "fever_rte_dev.jsonl.gz", 1500),
        *labelled(train / "mnli_dev_matched.jsonl.gz", 600),
        *made(train / "squad11_train.jsonl.gz", 500),
    ]
    chinese = list(made(train / "cmrc2018_train.jsonl.gz", 800))
    fitted = {"en": fit(english, embedder), "zh": fit(chinese, embedder), "threshold": 0.5}
    options.out.write_text(json.dumps(fitted, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
