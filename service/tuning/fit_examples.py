"""What the reader's regressions are fitted on: questions over collections, as the reader sees them.

Public questions over collections of their own contexts (English: the articles of SQuAD 2.0 dev that
are kept for calibration; Chinese: CMRC 2018 trial, and the contrast set about its passages, since
it asks nothing that cannot be answered), those of handbooks and tables that trained nothing, and
the sample's `tune` cases. For some of them the answering context is hidden, or the answering
sentence cut out. The sample's `test` cases are never read.
"""

import random
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from indexes.embedding.base import Embedder
from knowledge.text import language_of
from service.generators.look import SentenceLook
from service.tuning.handbooks import handbook_rows
from service.tuning.questions import (
    Example,
    examples,
    extractive_set,
    read_rows,
    sample_questions,
    sample_searcher,
)
from service.tuning.rows import QuestionRow, as_json
from service.tuning.sets import Sets
from service.tuning.splits import rows_of
from service.tuning.table_questions import table_set

# Share of the answerable questions whose context is hidden, and of those whose answer is cut out.
HIDDEN = 0.22
HANDBOOKS = "handbooks"
LANGUAGES = ("en", "zh")
Rows = list[dict[str, Any]]
# Examples for ranking, a third of each collection's, and for answerability.
Halves = tuple[Sequence[Example], Sequence[Example]]


def public_examples(
    data: Path, look: SentenceLook, embedder: Embedder, home: Path, count: int
) -> dict[str, Halves]:
    """By language, what is seen of public questions and of those about handbooks.

    Args:
        data: folder of the public data sets.
        look: at the sentences that are found.
        embedder: of the collections.
        home: where they go.
        count: questions of each.
    """
    found: dict[str, Halves] = {}
    for language, parts in _collections(data).items():
        for_rank: list[Example] = []
        for_answer: list[Example] = []
        for name, (rows, asked_rows) in parts.items():
            place, titled = home / language / name, name == HANDBOOKS
            searcher, asked = extractive_set(
                rows, asked_rows, embedder, place, HIDDEN, titled=titled
            )
            first, rest = _halves(list(examples(searcher, look, asked[:count])))
            for_rank += first
            for_answer += rest
        found[language] = for_rank, for_answer
    return found


def table_examples(look: SentenceLook, embedder: Embedder, home: Path) -> dict[str, Halves]:
    """By the language of the question, what is seen of questions about tables as texts."""
    searcher, asked = table_set("calibrate", embedder, home)
    random.Random(0).shuffle(asked)  # noqa: S311 - a fixed order, not a secret
    found: dict[str, Halves] = {}
    for language in LANGUAGES:
        own = [case for case in asked if language_of(case.question) == language]
        found[language] = _halves(list(examples(searcher, look, own)))
    return found


def tune_examples(look: SentenceLook, embedder: Embedder, home: Path) -> dict[str, list[Example]]:
    """By language, what is seen of the sample's `tune` cases."""
    cases = sample_questions("tune")
    searcher = sample_searcher(embedder, home)
    seen = examples(searcher, look, [case for _, case in cases])
    tune: dict[str, list[Example]] = {language: [] for language in LANGUAGES}
    for (language, _), example in zip(cases, seen, strict=True):
        tune[language].append(example)
    return tune


def _halves(seen: Sequence[Example]) -> Halves:
    third = len(seen) // 3
    return seen[:third], seen[third:]


def _collections(data: Path) -> Mapping[str, Mapping[str, tuple[Rows, Rows]]]:
    """By language and name, the rows whose contexts are searched, and those that are asked."""
    squad = read_rows(data / "dev" / "squad20_dev_a.jsonl.gz")
    cmrc = read_rows(data / "train" / "cmrc2018_train.jsonl.gz")
    trial = read_rows(data / "train" / "cmrc2018_trial.jsonl.gz")
    contrast = _as_rows(Sets(data).contrast("zh_calibrate", "all"))
    public = {
        "en": (squad, rows_of("calibrate", squad)),
        "zh": ([*trial, *cmrc], [*trial, *contrast]),
    }
    return {
        language: {
            "public": rows,
            HANDBOOKS: (
                _as_rows(handbook_rows(language, "all")),
                _as_rows(handbook_rows(language, "calibrate")),
            ),
        }
        for language, rows in public.items()
    }


def _as_rows(rows: Sequence[QuestionRow]) -> Rows:
    return [as_json(row) for row in rows]
