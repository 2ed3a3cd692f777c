"""What the reader learns from, stage by stage."""

from collections.abc import Callable, Iterable, Sequence

from service.tuning.reading_examples import NullShares, ReadingExample, make_examples
from service.tuning.rows import QuestionRow
from service.tuning.sets import Sets, chinese_rows, sample

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


def _examples(
    parts: Iterable[tuple[Sequence[QuestionRow], NullShares]], seed: int
) -> list[ReadingExample]:
    return [
        example
        for n, (rows, shares) in enumerate(parts, seed)
        for example in make_examples(rows, shares, n)
    ]
