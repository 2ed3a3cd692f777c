"""Which rows of the public data sets teach what ships, and which calibrate it.

Only sets whose licences allow it are read; see the model card.
"""

import random
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TypeVar

from service.tuning.claim_examples import (
    from_altered,
    from_answers,
    from_sentences,
    from_unanswerable,
)
from service.tuning.contrast import Part, contrast_rows, source_sets
from service.tuning.reading_examples import NullShares, ReadingExample, make_examples
from service.tuning.rows import ClaimRow, QuestionRow, read_claims, read_questions
from service.tuning.splits import articles_of

Row = TypeVar("Row")
Point = Callable[[str, str], str | None]
Fooling = Callable[[Sequence[ReadingExample]], list[ReadingExample]]
# Labelled claims that may train what ships, and how many of each; some of the rest calibrate.
CLAIMS = {
    "mnli_dev_matched": 18_600,
    "snli_dev": 6000,
    "conjnli_adv_train": 6000,
    "joci_train": 3000,
    "mpe_train": 2500,
    "add_one_rte_train": 1500,
    "rte_train": 2490,
    "commitment_bank_train": 250,
    "fever_rte_dev": 10_800,
    "expertqa_claims_val": 753,
    "faithdial_audit": 2099,
    "wice_tokens_train": 374,
}
_CALIBRATING = {"fever_rte_dev": 500, "mnli_dev_matched": 400}
_CHINESE = ("cmrc2018_train", "drcd_dev")
_CHINESE_HELD_OUT = "cmrc2018_trial"


class Sets:
    """The public data sets in a folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def questions(self, name: str) -> list[QuestionRow]:
        """Rows of a training set of questions."""
        return read_questions(self._folder / "train" / f"{name}.jsonl.gz")

    def claims(self, name: str) -> list[ClaimRow]:
        """Rows of a training set of claims."""
        return read_claims(self._folder / "train" / f"{name}.jsonl.gz")

    def human(self, part: str) -> list[QuestionRow]:
        """The part of SQuAD 2.0 dev that is for `train`, `calibrate` or `measure`."""
        rows = read_questions(self._folder / "dev" / "squad20_dev_a.jsonl.gz")
        chosen = articles_of(part, [r.title for r in rows])  # type: ignore[arg-type]
        return [r for r in rows if r.title in chosen]

    def contrast(self, name: str, part: Part = "train") -> list[QuestionRow]:
        """Questions that were written for this project about passages of the training sets."""
        sources = {r.id: r for source in source_sets(name) for r in self.questions(source)}
        return contrast_rows(name, sources, part)


def sample(rows: Sequence[Row], count: int, seed: int = 0) -> list[Row]:
    """A fixed choice of at most `count` rows."""
    return random.Random(seed).sample(list(rows), min(count, len(rows)))  # noqa: S311


def chinese_rows(sets: Sets) -> list[QuestionRow]:
    """Every Chinese question that may train what ships."""
    return [*_taught_chinese(sets), *sets.questions(_CHINESE_HELD_OUT)]


def chinese_passages(sets: Sets) -> tuple[list[QuestionRow], list[QuestionRow]]:
    """Chinese questions that teach the embedder, and those that its training watches."""
    return _taught_chinese(sets), sets.questions(_CHINESE_HELD_OUT)


def _taught_chinese(sets: Sets) -> list[QuestionRow]:
    return [row for name in _CHINESE for row in sets.questions(name)]


def reading_set(sets: Sets) -> list[ReadingExample]:
    """Everything that the reader learns from."""
    human = sets.human("train")
    parts = (
        (sample(sets.questions("squad11_train"), 50_000, 2), NullShares()),
        (sets.questions("qed_nq_train"), NullShares(0.15, 0.1, 0.05)),
        (sample(sets.questions("qamr_dev"), 5000), NullShares(0, 0, 0.1)),
        (sample(sets.questions("policyqa_dev"), 800), NullShares(0.3, 0.1, 0)),
        (chinese_rows(sets), NullShares(0.25, 0.12, 0.25)),
        (human, NullShares(0.1, 0.05, 0.1)),
        # Questions that people wrote to be unanswerable are few and teach most: twice.
        (human, NullShares(0.1, 0.05, 0.1)),
    )
    return _examples(parts, 0)


def refining_set(sets: Sets, *, again: bool = False) -> list[ReadingExample]:
    """What the reader learns from at the end: longer passages, and many nulls that people wrote.

    Args:
        sets: the public data.
        again: the second time, with every question that was not met before and some that were.
    """
    squad = sets.questions("squad11_train")
    met = set(sample(squad, 50_000, 2))
    unmet = [row for row in squad if row not in met]
    first = sample(unmet, 10_000, 3)
    human = sets.human("train")
    if again:
        new = set(unmet) - set(first)
        familiar = sample([row for row in squad if row not in new], 20_000, 5)
        taught = (
            [row for row in squad if row in new] + familiar,
            NullShares(0.08, 0.05, 0.2, short=0.6),
        )
    else:
        taught = (first, NullShares(0.12, 0.08, 0.5, short=0.6))
    seed = 4 if again else 3
    nq = sample(sets.questions("qed_nq_train"), 3000 if again else 1500, seed)
    chinese = sample(chinese_rows(sets), 7000 if again else 2500, seed)
    parts = (
        taught,
        (nq, NullShares(0.2, 0.1, 0.1, short=0.6)),
        (chinese, NullShares(0.2, 0.1, 0.2, short=0.6)),
        *((human, NullShares(0.05, 0.05, 0.1, short=0.3)) for _ in range(3)),
    )
    return _examples(parts, 200 if again else 100)


def hardened_set(sets: Sets, fooling: Fooling, *, contrasted: bool = False) -> list[ReadingExample]:
    """What a trained reader learns from where it is wrong: nulls that it takes for answerable.

    Args:
        sets: the public data.
        fooling: those of many null examples that deceive the reader.
        contrasted: with the contrast sets, twice, and less of all else.
    """
    seed, squad_count, chinese_count = (8, 6000, 1500) if contrasted else (7, 20_000, 4000)
    squad = sample(sets.questions("squad11_train"), squad_count, seed)
    chinese = sample(chinese_rows(sets), chinese_count, seed)
    nq = sample(sets.questions("qed_nq_train"), 1500, seed)
    human = sets.human("train")
    every = NullShares(near_miss=1.0, cut=0.5, altered=1.0, short=0.6)
    whole = NullShares(0, 0, 0, short=0.6)
    first = seed * 100 - 400
    made = [e for e in _examples([(squad, every), (chinese, every)], first) if e.span is None]
    contrast = [*sets.contrast("en"), *sets.contrast("zh")] if contrasted else []
    parts = (
        (squad, whole),
        (nq, NullShares(0.2, 0.1, 0.1, short=0.6)),
        (chinese, NullShares(0.1, 0.05, 0.1, short=0.6)),
        *((human, NullShares(0.05, 0.05, 0.1, short=0.3)) for _ in range(2 if contrasted else 3)),
        *((contrast, whole) for _ in range(2)),
    )
    return _examples(parts, first + 10) + fooling(made)


def _examples(
    parts: Iterable[tuple[Sequence[QuestionRow], NullShares]], seed: int
) -> list[ReadingExample]:
    return [
        example
        for n, (rows, shares) in enumerate(parts, seed)
        for example in make_examples(rows, shares, n)
    ]


def claim_set(sets: Sets, point: Point) -> tuple[list[ClaimRow], dict[str, list[ClaimRow]]]:
    """Everything that the checker learns from, and what it is watched on meanwhile.

    Args:
        sets: the public data.
        point: a reader's best span for `(question, passage)`.
    """
    rows = [row for name, count in CLAIMS.items() for row in sample(sets.claims(name), count)]
    squad = sets.questions("squad11_train")
    some = set(sample(sorted({r.title for r in squad}), 220, 11))
    taught = [r for r in squad if r.title in some]
    other = sample([r for r in squad if r.title not in some], 1500, 3)
    chinese = _taught_chinese(sets)
    kept = set(sample(sorted({r.context for r in chinese}), 250, 12))
    zh = [r for r in chinese if r.context not in kept]
    human = sets.human("train")
    rows += sample(list(from_answers(taught, 1)), 8000)
    rows += sample(list(from_sentences(taught, 2)), 6000)
    rows += sample(list(from_altered(taught, 8)), 2500)
    rows += sample(list(from_answers(sets.questions("qed_nq_train"), 3)), 2500)
    rows += sample(list(from_answers(zh, 4)), 7000)
    rows += sample(list(from_sentences(zh, 5)), 4000)
    rows += sample(list(from_altered(zh, 9)), 1000)
    rows += list(from_answers(human, 6))
    rows += list(from_unanswerable(human, point)) * 2
    watched = {
        "en_answers": sample(list(from_answers(other, 7)), 300, 2),
        "zh_answers": sample(
            list(from_answers([r for r in chinese if r.context in kept], 7)), 300, 2
        ),
    }
    return rows, watched


def calibration_claims(sets: Sets) -> dict[str, list[ClaimRow]]:
    """Claims by language that the checker was not trained on: labelled and made ones."""
    english = []
    for name, count in _CALIBRATING.items():
        rows = sets.claims(name)
        taught = {(row.claim, row.evidence) for row in sample(rows, CLAIMS[name])}
        english += sample([r for r in rows if (r.claim, r.evidence) not in taught], count)
    for_english, for_chinese = sets.human("calibrate"), sets.questions(_CHINESE_HELD_OUT)
    return {
        "en": english + _made(for_english, 400, 250),
        "zh": _made(for_chinese, 500, 300),
    }


def _made(rows: Sequence[QuestionRow], of_answers: int, of_sentences: int) -> list[ClaimRow]:
    answered = [row for row in rows if row.spans]
    return [
        *sample(list(from_answers(answered, 21)), of_answers),
        *sample(list(from_sentences(answered, 22)), of_sentences),
    ]
