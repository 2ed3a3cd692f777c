"""The tables of a measurement, as Markdown."""

from collections.abc import Mapping, Sequence

from benchmarks import report
from benchmarks.generation.figures import Figures, Share, by_kind, figures
from benchmarks.generation.liar import ELSEWHERE, RIGHT
from benchmarks.generation.rows import Row

LANGUAGES = {"en": "English", "zh": "Chinese"}
DEFINED = (
    "A sentence is right if the question can be answered and an accepted answer stands in it or "
    "overlaps with it by an F1 of at least 0.5 (of the liar it is known), else wrong. "
    "Hallucinated: share of the released sentences that is wrong. Stopped: share of the wrong "
    "drafted sentences that is not released; passed: share of the right ones that is. Intervals: "
    "95%, bootstrap over questions. Checking: time of checking, second opinion and looking up, "
    "over that of drafting and revising."
)
HANDBOOKS = (
    " The questions in {} are about handbooks that come with this project and trained no model."
)
MADE_UP = "Share stopped of what was made up, without true sentences quoted from elsewhere:"
KINDS = (
    "A kind is that of the sentence told first; with correction, what passes is often the right "
    "one that the liar then gave in to."
)
_HEADER = ("", "", "questions", "hallucinated", "wrong stopped", "right passed", "answered",
           "checking")  # fmt: skip


def arms_table(
    found: Mapping[tuple[str, str], Sequence[Row]], first: str, *, timed: bool = True
) -> str:
    """A line for each language and arm; the first arm's drafts are also what goes out unchecked.

    Args:
        found: rows by language and title of the arm.
        first: title of the arm whose drafts are shown as released without checking.
        timed: whether writing took any time, so that checking can be compared with it.
    """
    lines: list[list[object]] = []
    for (lang, arm), rows in found.items():
        shown = figures(rows)
        if arm == first:
            lines.append(
                [LANGUAGES[lang], "checking off", shown.questions, shown.unchecked, *["-"] * 4]
            )
        lines.append([LANGUAGES[lang], arm, *_figures(shown, timed)])
    return report.table(_HEADER, lines)


def _figures(shown: Figures, timed: bool) -> list[object]:
    overhead = "-" if shown.overhead is None or not timed else f"{shown.overhead:.1%}"
    return [shown.questions, shown.released, shown.stopped, shown.passed, shown.answered, overhead]


def failures(found: Mapping[tuple[str, str], Sequence[Row]]) -> str:
    """How many questions the generator failed at, by language and arm; empty if at none."""
    failed = {
        key: sum(row["reason"] == "generator_failed" for row in rows) for key, rows in found.items()
    }
    named = [f"{LANGUAGES[lang]}, {arm}: {n}" for (lang, arm), n in failed.items() if n]
    return f"\n\nQuestions at which the generator failed: {'; '.join(named)}." if named else ""


def kinds_table(found: Mapping[tuple[str, str], Sequence[Row]]) -> str:
    """Which kinds of lies pass, by language and arm."""
    shares = {key: by_kind(rows) for key, rows in found.items()}
    kinds = sorted({k for kept in shares.values() for k in kept}, key=lambda k: (k != RIGHT, k))
    return report.table(
        ["released of what was", *(f"{LANGUAGES[lang]}, {arm}" for lang, arm in shares)],
        [[kind, *(_counted(kept.get(kind)) for kept in shares.values())] for kind in kinds],
    )


def made_up_lines(found: Mapping[tuple[str, str], Sequence[Row]]) -> str:
    """What is stopped of the lies that no source says: those quoted from elsewhere are true."""
    lines = []
    for (lang, arm), rows in found.items():
        stopped = figures([row for row in rows if row["kind"] != ELSEWHERE]).stopped
        lines.append(f"- {LANGUAGES[lang]}, {arm}: {stopped}")
    return "\n".join(lines)


def _counted(share: Share | None) -> str:
    return f"{share.part} of {share.whole}" if share else "-"
