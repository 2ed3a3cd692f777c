"""What a table or a triple says of the right thing, but not what is asked: cabins, passengers.

A cell or a triple holds a value and, apart from it, what it is the value of. Where the question
names what it asks for and that says nothing of it, an amount or a date answers another question.
Other values tell by themselves what they may answer, and sentences say it in a hundred ways: these
are left to the reader.
"""

import re

from knowledge.table_rows import cell_at
from knowledge.text import content_fragments, fragments, language_of
from knowledge.types import Evidence
from service.generators.focus import focus_of
from service.generators.predicate_words import asked_words
from service.generators.signals import Candidate
from service.generators.spans import Span

# Which models? Not two of them.
_WHICH_ONES = re.compile(r"\bwhich (?:[a-z-]+ )?[a-z]{2,}[^s\W]s\b(?!['’])", re.IGNORECASE)
_HOW_MANY = re.compile(r"\bhow many\b", re.IGNORECASE)
_BARE_NUMBER = re.compile(r"[\d.,]+")
_LONGEST_AMOUNT = 30


def of_something_else(
    question: str, item: Evidence, candidate: Candidate, span: Span | None
) -> bool:
    """Whether a candidate is a triple, or its span a cell, whose value is not of what is asked.

    Args:
        question: as asked.
        item: the evidence that the candidate is of.
        candidate: a triple, or a row of a table, or any sentence.
        span: what a reader points at in it.
    """
    if not focus_of(question):
        return False
    if item.kind == "triple" and item.triples:
        triple = item.triples[0]
        return _says_nothing(question, triple.predicate, triple.object, triple.subject)
    if item.kind != "passage" or span is None:
        return False
    cell = cell_at(item.text, candidate.start, candidate.end, candidate.start + span.start)
    return cell is not None and _says_nothing(question, cell.label, cell.text, cell.beside)


def _says_nothing(question: str, label: str, value: str, beside: str) -> bool:
    """Whether neither a label nor its value says any of what is asked of what stands beside them.

    Words of different languages are not compared. A number is no answer to which ones.
    """
    if _WHICH_ONES.search(question) and _BARE_NUMBER.fullmatch(value.strip()):
        return True
    amount = len(value) <= _LONGEST_AMOUNT and any(c.isdigit() for c in value)
    if not amount or language_of(label) != language_of(question):
        return False
    # How many GPUs was it trained on? Not how many tokens, though "training tokens" says so.
    counted = focus_of(question) if _HOW_MANY.search(question) else question
    asked = content_fragments(counted) - fragments(beside)
    said = fragments(f"{label} {asked_words(label)} {value}")
    # What is asked for may share a character with the name: 医院有多少人？ 全院人数.
    named = content_fragments(focus_of(question)) & fragments(label)
    return bool(asked) and not asked & said and not named
