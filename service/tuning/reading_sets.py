"""What the reader learns from, stage by stage."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from service.tuning.handbooks import asked_elsewhere, handbook_rows
from service.tuning.reading_examples import NullShares, ReadingExample, make_examples
from service.tuning.rows import QuestionRow
from service.tuning.sets import Sets, chinese_rows, sample
from service.tuning.tables import TABLES, table_rows

Fooling = Callable[[Sequence[ReadingExample]], list[ReadingExample]]


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
    seed, first, squad_count, chinese_count = (
        (8, 400, 6000, 1500) if contrasted else (7, 300, 20_000, 4000)
    )
    squad = sample(sets.questions("squad11_train"), squad_count, seed)
    chinese = sample(chinese_rows(sets), chinese_count, seed)
    nq = sample(sets.questions("qed_nq_train"), 1500, seed)
    human = sets.human("train")
    every = NullShares(near_miss=1.0, cut=0.5, altered=1.0, short=0.6)
    whole = NullShares(0, 0, 0, short=0.6)
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


def crowd_set(sets: Sets, fooling: Fooling) -> list[ReadingExample]:
    """What a trained reader learns from after the contrast sets: the manner of SQuAD 2.0.

    Args:
        sets: the public data.
        fooling: those of many null examples that deceive the reader.
    """
    seed, first = 9, 500
    human, crowd = sets.human("train"), sets.contrast("crowd_en")
    # What the public asked about the very passages: close to their words, and answerable.
    about = {row.context for row in crowd}
    squad = [row for row in sets.questions("squad11_train") if row.context in about]
    squad = sample(squad, 4000, seed)
    chinese = sample(chinese_rows(sets), 1500, seed)
    nq = sample(sets.questions("qed_nq_train"), 1000, seed)
    contrast = [*sets.contrast("en"), *sets.contrast("zh")]
    every = NullShares(near_miss=1.0, cut=0.5, altered=1.0, short=0.6)
    whole = NullShares(0, 0, 0, short=0.6)
    made = [e for e in _examples([(squad, every), (chinese, every)], first) if e.span is None]
    parts = (
        (squad, whole),
        (nq, NullShares(0.2, 0.1, 0.1, short=0.6)),
        (chinese, whole),
        *((human, NullShares(0.05, 0.05, 0.1, short=0.3)) for _ in range(2)),
        (sample(contrast, 3000, seed), whole),
        (crowd, replace(whole, short=0.4)),
    )
    return _examples(parts, first + 10) + fooling(made)


def handbook_set(sets: Sets) -> list[ReadingExample]:
    """What a trained reader learns from at the end: handbooks, with some of what came before."""
    seed, first = 10, 600
    handbooks = [row for name in ("en", "zh") for row in handbook_rows(name, "train")]
    elsewhere = asked_elsewhere(handbooks)
    contrast = [*sets.contrast("en"), *sets.contrast("zh")]
    whole = NullShares(0, 0, 0, short=0.6)
    uncut = replace(whole, short=0.2)
    parts = (
        (handbooks, uncut),
        (sample(elsewhere, len(handbooks) // 5, seed), uncut),
        (sets.human("train"), NullShares(0, 0, 0, short=0.3)),
        (sample(sets.contrast("crowd_en"), 2000, seed), whole),
        (sample(contrast, 2000, seed), whole),
        (sample(sets.questions("squad11_train"), 1500, seed), whole),
        (sample(chinese_rows(sets), 1000, seed), whole),
    )
    return _examples(parts, first)


def joint_set(sets: Sets, fooling: Fooling, *, again: bool = False) -> list[ReadingExample]:
    """All that a trained reader met before, together, so that none of it fades for another.

    Args:
        sets: the public data.
        fooling: those of many null examples that deceive the reader.
        again: another draw of it, for a reader that learned from the first.
    """
    seed, first = (12, 800) if again else (11, 700)
    human = sets.human("train")
    squad = sample(sets.questions("squad11_train"), 26_000, seed)
    chinese = sample(chinese_rows(sets), 4000, seed)
    nq = sample(sets.questions("qed_nq_train"), 2000, seed)
    handbooks = [row for name in ("en", "zh") for row in handbook_rows(name, "train")]
    contrast = [*sets.contrast("en"), *sets.contrast("zh")]
    every = NullShares(near_miss=1.0, cut=0.5, altered=1.0, short=0.6)
    whole = NullShares(0, 0, 0, short=0.6)
    uncut = replace(whole, short=0.2)
    tried = [(sample(squad, 9000, seed), every), (sample(chinese, 2000, seed), every)]
    made = [e for e in _examples(tried, first) if e.span is None]
    parts = (
        (squad, whole),
        (nq, NullShares(0.2, 0.1, 0.1, short=0.6)),
        (chinese, NullShares(0.1, 0.05, 0.1, short=0.6)),
        *((human, NullShares(0.05, 0.05, 0.1, short=0.3)) for _ in range(2)),
        (sets.contrast("crowd_en"), replace(whole, short=0.4)),
        (sample(contrast, 12_000, seed), whole),
        (sample(handbooks, 16_000, seed), uncut),
        (sample(asked_elsewhere(handbooks), 3000, seed), uncut),
    )
    return _examples(parts, first + 10) + fooling(made)


def table_set(sets: Sets) -> list[ReadingExample]:
    """What a trained reader learns from at the end: rows and triples, with some of all else."""
    seed, first = 13, 900
    tables = [row for language in TABLES for row in table_rows(language, "train")]
    handbooks = [row for name in ("en", "zh") for row in handbook_rows(name, "train")]
    contrast = [*sets.contrast("en"), *sets.contrast("zh")]
    whole = NullShares(0, 0, 0, short=0.6)
    uncut = replace(whole, short=0.2)
    parts = (
        (tables, uncut),
        (sets.human("train"), replace(whole, short=0.3)),
        (sample(sets.contrast("crowd_en"), 1800, seed), replace(whole, short=0.4)),
        (sample(contrast, 3000, seed), whole),
        (sample(handbooks, 3800, seed), uncut),
        (sample(sets.questions("squad11_train"), 3000, seed), whole),
        (sample(sets.questions("qed_nq_train"), 500, seed), whole),
        (sample(chinese_rows(sets), 1200, seed), whole),
    )
    return _examples(parts, first)


def _examples(
    parts: Iterable[tuple[Sequence[QuestionRow], NullShares]], seed: int
) -> list[ReadingExample]:
    return [
        example
        for n, (rows, shares) in enumerate(parts, seed)
        for example in make_examples(rows, shares, n)
    ]
