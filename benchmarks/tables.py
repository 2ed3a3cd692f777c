"""Questions about tables, asked of a collection of tables alone, end to end."""

from collections.abc import Sequence
from dataclasses import dataclass

from benchmarks import report, retrieval
from knowledge.text import language_of
from service.bootstrap import Footing
from service.evaluation.metrics.answers import is_right
from service.pipeline import Ask
from service.tuning.tables import TABLES, as_document, written_tables

# The language of the tables, and of the questions about them.
_LANGUAGES = {"en": "English", "zh": "Chinese"}


@dataclass(frozen=True)
class Judged:
    """One question: what came out, and whether it was right."""

    tables: str
    question: str
    answerable: bool
    answered: bool
    right: bool


def ask_all(footing: Footing, language: str) -> list[Judged]:
    """Ask what is asked of the tables that measure, among all tables of that language."""
    collection = f"tables-{language}"
    documents = ((t.id, as_document(t)) for t in written_tables(language, "all"))
    retrieval.ingest(footing, collection, documents)
    judged = []
    for table in written_tables(language, "measure"):
        for asked in table.questions:
            answer = footing.pipeline.ask(Ask(asked.text, collection=collection))
            answered = answer.status != "abstained"
            cell = table.rows[asked.row][asked.column]
            right = answered and asked.answerable
            right = right and is_right(answer.text, answer.short_answer, [cell])
            judged.append(
                Judged(language, language_of(asked.text), asked.answerable, answered, right)
            )
    return judged


def _row(label: str, judged: Sequence[Judged]) -> list[object]:
    answerable = [j for j in judged if j.answerable]
    answered = [j for j in judged if j.answered]
    refused = [j for j in judged if not j.answerable and not j.answered]
    return [
        label,
        len(judged),
        sum(j.right for j in answerable) / len(answerable),
        sum(not j.right for j in answered) / max(1, len(answered)),
        len(refused) / (len(judged) - len(answerable)),
    ]


def measure(footing: Footing) -> None:
    """Write the section."""
    judged = [j for language in TABLES for j in ask_all(footing, language)]
    rows = [
        _row(f"{_LANGUAGES[tables]} tables, asked in {_LANGUAGES[asked]}", chosen)
        for tables in TABLES
        for asked in _LANGUAGES
        if (chosen := [j for j in judged if (j.tables, j.question) == (tables, asked)])
    ]
    header = ["", "questions", "answered rightly", "wrong of the answered", "refused"]
    body = (
        "Tables written for this project (`service/tuning/tables`): those that neither trained nor "
        "calibrated, asked among all of them; two of five questions are answered nowhere.\n\n"
        f"{report.table(header, [*rows, _row('all', judged)])}"
    )
    report.write_section("Tables, end to end", body, "make quality")
