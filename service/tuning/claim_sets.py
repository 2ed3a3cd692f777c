"""What the checker learns from, stage by stage, and what calibrates it."""

from collections.abc import Callable, Sequence

from service.tuning.claim_examples import (
    from_altered,
    from_answers,
    from_sentences,
    from_unanswerable,
)
from service.tuning.rows import ClaimRow, QuestionRow
from service.tuning.sets import CHINESE_HELD_OUT, Sets, sample, taught_chinese

Point = Callable[[str, str], str | None]
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
    chinese = taught_chinese(sets)
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


def contrasted_claim_set(sets: Sets) -> tuple[list[ClaimRow], dict[str, list[ClaimRow]]]:
    """What a trained checker learns from at the end, and what it is watched on: contrast sets.

    With some of what it learned from before.
    """
    rows = [
        row
        for name, count in CLAIMS.items()
        for row in sample(sample(sets.claims(name), count), count // 6, 31)
    ]
    squad, chinese = sample(sets.questions("squad11_train"), 2500, 32), taught_chinese(sets)
    rows += sample(list(from_answers(squad, 33)), 1500)
    rows += sample(list(from_sentences(squad, 34)), 1500)
    rows += sample(list(from_answers(sample(chinese, 2000, 35), 36)), 1000)
    held_out = sets.contrast_claims("calibrate")
    watched = {language: sample(_in(held_out, language), 500) for language in ("en", "zh")}
    return sets.contrast_claims() + rows, watched


def calibration_claims(sets: Sets) -> dict[str, list[ClaimRow]]:
    """Claims by language that the checker was not trained on: labelled and made ones."""
    english = []
    for name, count in _CALIBRATING.items():
        rows = sets.claims(name)
        taught = {(row.claim, row.evidence) for row in sample(rows, CLAIMS[name])}
        english += sample([r for r in rows if (r.claim, r.evidence) not in taught], count)
    for_english, for_chinese = sets.human("calibrate"), sets.questions(CHINESE_HELD_OUT)
    written = sets.contrast_claims("calibrate")
    return {
        "en": english + _made(for_english, 400, 250) + sample(_in(written, "en"), 500),
        "zh": _made(for_chinese, 500, 300) + sample(_in(written, "zh"), 500),
    }


def _in(rows: Sequence[ClaimRow], language: str) -> list[ClaimRow]:
    return [row for row in rows if row.lang == language]


def _made(rows: Sequence[QuestionRow], of_answers: int, of_sentences: int) -> list[ClaimRow]:
    answered = [row for row in rows if row.spans]
    return [
        *sample(list(from_answers(answered, 21)), of_answers),
        *sample(list(from_sentences(answered, 22)), of_sentences),
    ]
