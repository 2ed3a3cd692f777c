"""The sample's test set, asked as a user would ask it."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks import data, report
from service.bootstrap import Footing
from service.evaluation.measures import is_right
from service.pipeline import Ask
from service.sample import load


@dataclass(frozen=True)
class Judged:
    """One case: what came out, and whether it was right."""

    language: str
    kind: str
    answerable: bool
    answered: bool
    right: bool
    question: str
    text: str


def ask_all(footing: Footing, cases: Path) -> list[Judged]:
    """Ask every case of a file."""
    judged = []
    for case in data.rows(cases):
        answer = footing.pipeline.ask(Ask(case["question"]))
        answered = answer.status != "abstained"
        judged.append(
            Judged(
                language=case["lang"],
                kind=case["kind"],
                answerable=case["answerable"],
                answered=answered,
                right=answered and is_right(answer.text, answer.short_answer, case["answers"]),
                question=case["question"],
                text=answer.text,
            )
        )
    return judged


def summary(judged: Sequence[Judged]) -> str:
    """Shares by language."""
    rows = []
    for label, chosen in (
        ("English", [j for j in judged if j.language == "en"]),
        ("Chinese", [j for j in judged if j.language == "zh"]),
        ("all", list(judged)),
    ):
        answerable = [j for j in chosen if j.answerable]
        answered = [j for j in chosen if j.answered]
        refused = [j for j in chosen if not j.answerable and not j.answered]
        rows.append(
            [
                label,
                len(chosen),
                len(answerable),
                f"{_share(sum(j.right for j in answerable), len(answerable))}",
                f"{_share(sum(not j.right for j in answered), len(answered))}",
                f"{_share(len(refused), len(chosen) - len(answerable))}",
            ]
        )
    header = ["", "questions", "answerable", "answered rightly", "wrong of the answered", "refused"]
    return report.table(header, rows)


def _share(part: int, whole: int) -> str:
    return f"{part}/{whole} = {part / whole:.3f}" if whole else "-"


def measure(footing: Footing, name: str = "test") -> str:
    """The table for a set of sample cases."""
    load.load_sample(footing)
    judged = ask_all(footing, load.FOLDER / "cases" / f"{name}.jsonl")
    for j in judged:
        if j.answered and not j.right:
            print(f"wrong: {j.question} -> {j.text}")
        elif j.answerable and not j.answered:
            print(f"missed: {j.question}")
    return summary(judged)
