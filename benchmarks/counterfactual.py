"""RGB's questions with passages that are right, or wrong on purpose: what is said, what refused."""

from pathlib import Path
from typing import Any

from benchmarks import data, report
from service.answer import Source
from service.bootstrap import Footing
from service.evaluation.metrics.answers import is_right
from service.pipeline import Ask

# Passages a question, and how many of them are noise that does not answer.
PASSAGES = 5
NEGATIVES = (0, 2, 4, 5)


def measure(footing: Footing, folder: Path) -> None:
    """Write the section."""
    rows: list[list[object]] = []
    for name in ("rgb_en_fact", "rgb_zh_fact"):
        path = data.find(folder, name)
        if path is None:
            continue
        cases = list(data.rows(path))
        rows += [[name, n, *_shares(footing, cases, n)] for n in NEGATIVES]
    if not rows:
        return
    body = (
        "Five passages a question. With 5 negatives nothing answers, and refusing is right.\n\n"
        + report.table(
            ["", "negatives", "questions", "answered rightly", "wrong of the answered", "refused"],
            rows,
        )
        + "\n\nChatGPT refuses 45% (English) and 43% (Chinese) with negatives only."
    )
    report.write_section("RGB, noise and refusal", body, "make quality")


def _shares(footing: Footing, cases: list[dict[str, Any]], negatives: int) -> list[object]:
    asked = right = wrong = refused = 0
    for case in cases:
        passages = [*case["positive"][: PASSAGES - negatives], *case["negative"][:negatives]]
        if not passages:
            continue
        asked += 1
        sources = tuple(Source(text=text) for text in passages)
        answer = footing.pipeline.ask(Ask(case["question"], sources=sources))
        good = is_right(answer.text, answer.short_answer, _flat(case["answers"]))
        refused += answer.status == "abstained"
        right += answer.status != "abstained" and good and negatives < PASSAGES
        wrong += answer.status != "abstained" and not (good and negatives < PASSAGES)
    answered = max(1, asked - refused)
    return [asked, right / asked, wrong / answered, refused / asked]


def _flat(answers: Any) -> list[str]:  # noqa: ANN401 - nested lists of alternatives
    if isinstance(answers, str):
        return [answers]
    return [text for part in answers for text in _flat(part)]
