"""Answers to questions of two and more hops: step by step, and as single questions.

2Wiki's questions come without answers. Those of the first twenty and the last twenty-one were read
out of the gold passages for this benchmark (`ANSWERS`), unless they are not clear from them.
"""

import time
from pathlib import Path

from benchmarks import data, report, retrieval
from service.bootstrap import Footing
from service.evaluation.metrics.answers import is_right
from service.pipeline import Ask

COMMAND = "make quality"
_PREFIX = "2w101-"
ANSWERS = {
    0: "20 March 851", 1: "Phoolwari", 2: "Saint James", 3: "No", 4: "God's Gift to Women",
    5: "The Heart of Doreon", 6: "Andy Summers", 7: "Ailéan mac Ruaidhrí", 8: "Yes",
    9: "Chinese American", 10: "Mexico City", 11: "Yes", 12: "American", 14: "Delft", 15: "Polish",
    16: "10 August 1960", 17: "No", 18: "You Can No Longer Remain Silent", 19: "Montreal",
    80: "Gisela Elsner", 81: "Juan Carlos Falcón", 82: "1322", 83: "Sammy Hagar", 84: "Yes",
    85: "St. Louis", 86: "Dmitry Grigorieff", 87: "Malabimba – The Malicious Whore",
    88: "Jorge Ledezma", 89: "Mary Lawson", 90: "Sins of Madeleine", 91: "Caretene",
    92: "Santa Rosa", 93: "Bons Baisers De Hong Kong", 94: "Greek", 95: "Panamanian-American",
    96: "The Palace of Angels", 97: "Mord Em'ly", 98: "True to the Navy",
    99: "Eleanor of Arborea", 100: "Ernest",
}  # fmt: skip
_NOTE = (
    "The rules that take questions apart were written with these questions at hand, so the figures "
    "say what the steps are worth, not how often people's questions fit the rules."
)


def measure(footing: Footing, folder: Path) -> None:
    """Ask every question with steps and without, and write the section."""
    texts = data.find(folder / "dev", "2wiki_corpus")
    asked = data.find(folder / "dev", "2wiki_101_questions")
    if texts is None or asked is None:
        return
    retrieval.ingest(footing, "2wiki", retrieval.corpus(texts))
    questions = {int(row["id"].removeprefix(_PREFIX)): row["question"] for row in data.rows(asked)}
    rows: list[list[object]] = []
    for name, steps in (("step by step", True), ("as one question", False)):
        counts = {"right": 0, "wrong": 0, "refused": 0}
        seconds = []
        for number, reference in ANSWERS.items():
            started = time.perf_counter()
            answer = footing.pipeline.examine(Ask(questions[number], "2wiki", steps=steps)).answer
            seconds.append(time.perf_counter() - started)
            # A sentence that quotes the question is no answer to it.
            said = answer.short_answer or answer.text
            right = is_right(said, answer.short_answer, [reference])
            refused = answer.status == "abstained"
            counts["refused" if refused else "right" if right else "wrong"] += 1
        rows.append([name, *counts.values(), sorted(seconds)[len(seconds) // 2]])
    body = (
        f"{len(ANSWERS)} questions. {_NOTE}\n\n"
        f"{report.table(['', 'right', 'wrong', 'refused', 'median, s'], rows)}"
    )
    report.write_section("Graph: answers over two and more hops", body, COMMAND)
