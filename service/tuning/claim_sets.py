"""What the checker learns from, stage by stage, and what calibrates it."""

from collections.abc import Callable, Iterable, Sequence

from service.tuning.claim_examples import (
    from_altered,
    from_answers,
    from_sentences,
    from_unanswerable,
)
from service.tuning.near_claims import Support, near_claims, other_things
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
# Of the same sets in a second pass; of those that calibrate nothing what was not met before counts
# for half of it.
_AGAIN = CLAIMS | {
    "snli_dev": 9831,
    "conjnli_adv_train": 9000,
    "joci_train": 4000,
    "mpe_train": 3000,
    "add_one_rte_train": 2000,
}


def claim_set(sets: Sets, point: Point) -> tuple[list[ClaimRow], dict[str, list[ClaimRow]]]:
    """Everything that the checker learns from, and what it is watched on meanwhile.

    Args:
        sets: the public data.
        point: a reader's best span for `(question, passage)`.
    """
    rows = [row for name, count in CLAIMS.items() for row in sample(sets.claims(name), count)]
    taught, other = _by_title(sets)
    zh, kept = _by_passage(sets)
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
        "en_answers": sample(list(from_answers(sample(other, 1500, 3), 7)), 300, 2),
        "zh_answers": sample(list(from_answers(kept, 7)), 300, 2),
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


def claim_set_again(sets: Sets, point: Point) -> tuple[list[ClaimRow], dict[str, list[ClaimRow]]]:
    """A second pass: the same sets, claims made anew, and some contrast claims.

    Args and result as of `claim_set`.
    """
    rows: list[ClaimRow] = []
    for name, count in _AGAIN.items():
        known = sample(sets.claims(name), CLAIMS[name])
        met = set(known)
        new = [] if name in _CALIBRATING else [r for r in sets.claims(name) if r not in met]
        fresh = sample(new, min(len(new), count // 2), 41)
        rows += fresh + (known if name in _CALIBRATING else sample(known, count - len(fresh), 41))
    taught, other = _by_title(sets)
    zh, kept = _by_passage(sets)
    human = sets.human("train")
    rows += sample(list(from_answers(taught, 41)), 4000)
    rows += sample(list(from_sentences(taught, 42)), 3000)
    rows += sample(list(from_altered(taught, 48)), 1000)
    rows += sample(list(from_answers(sets.questions("qed_nq_train"), 43)), 1000)
    rows += sample(list(from_answers(zh, 44)), 4000)
    rows += sample(list(from_sentences(zh, 45)), 2500)
    rows += sample(list(from_altered(zh, 49)), 700)
    rows += list(from_answers(human, 46))
    rows += sample(list(from_unanswerable(human, point)), 1200, 1)
    rows += sample(sets.contrast_claims(), 4000, 47)
    watched = {
        "en_answers": sample(list(from_answers(sample(other, 1500, 3), 7)), 200, 2),
        "zh_answers": sample(list(from_answers(kept, 7)), 200, 2),
    }
    return rows, watched


def near_claim_set(
    sets: Sets, support: Support
) -> tuple[list[ClaimRow], dict[str, list[ClaimRow]]]:
    """Claims beside what shares their words, and what such a checker has to keep.

    Args:
        sets: the public data.
        support: the checker's that learns from them.
    """
    taught, other = _by_title(sets)
    zh, kept = _by_passage(sets)
    english, chinese = _said(taught, 6000, 61), _said(zh, 3000, 63)
    near = sample(list(near_claims(english, taught, support, 1)), 6000)
    near += sample(list(near_claims(chinese, zh, support, 2)), 3000)
    changed = sample(list(other_things(english, 3)), 2500)
    changed += sample(list(other_things(chinese, 4)), 1500)
    deceived = {(row.id, row.claim) for row in near}
    said = [row for row in english + chinese if (row.id, row.claim) in deceived]
    rest = [row for row in english + chinese if (row.id, row.claim) not in deceived]
    said += sample(rest, max(0, len(near) - len(said)))
    rows = near + changed + said
    for name, count in CLAIMS.items():
        rows += sample(sample(sets.claims(name), count), count // 5, 71)
    rows += sample(_unsaid(from_answers(sample(taught, 3000, 72), 73)), 1500)
    rows += sample(_unsaid(from_sentences(sample(taught, 3000, 74), 75)), 1500)
    rows += sample(_unsaid(from_answers(sample(zh, 2000, 76), 77)), 1000)
    rows += sample(list(from_sentences(sample(zh, 2000, 78), 79)), 800)
    rows += sample(sets.contrast_claims(), 2500, 80)
    held_out = _said(sample(other, 3000, 81), 600, 82), _said(kept, 400, 84)
    beside = sample(other, 12_000, 83), kept
    watched = {
        language: sample(list(near_claims(claims, where, support, 5)), 150) + sample(claims, 150)
        for language, claims, where in zip(("en", "zh"), held_out, beside, strict=True)
    }
    return rows, watched


def _said(rows: Sequence[QuestionRow], count: int, seed: int) -> list[ClaimRow]:
    """Supported claims: statements of answers, and half as many sentences."""
    answers = [row for row in from_answers(rows, seed) if row.label == "supported"]
    sentences = [row for row in from_sentences(rows, seed + 1) if row.label == "supported"]
    return sample(answers, count) + sample(sentences, count // 2)


def _unsaid(rows: Iterable[ClaimRow]) -> list[ClaimRow]:
    return [row for row in rows if row.label != "supported"]


def _by_title(sets: Sets) -> tuple[list[QuestionRow], list[QuestionRow]]:
    """English questions about articles that claims are made of, and about the others."""
    squad = sets.questions("squad11_train")
    some = set(sample(sorted({r.title for r in squad}), 220, 11))
    return [r for r in squad if r.title in some], [r for r in squad if r.title not in some]


def _by_passage(sets: Sets) -> tuple[list[QuestionRow], list[QuestionRow]]:
    """Chinese questions about passages that claims are made of, and about those that are kept."""
    chinese = taught_chinese(sets)
    kept = set(sample(sorted({r.context for r in chinese}), 250, 12))
    return [r for r in chinese if r.context not in kept], [r for r in chinese if r.context in kept]


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
