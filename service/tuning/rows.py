"""Rows of training files, read and checked: questions with passages, claims with evidence."""

import gzip
import json
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from knowledge.errors import InvalidInputError


@dataclass(frozen=True, slots=True)
class QuestionRow:
    """A question about one passage.

    Attributes:
        spans: `(start, end)` of each accepted answer in `context`; none when it is unanswerable.
        title: of the text that the passage is from; "" where unknown.
        lure: of an unanswerable question, what a careless reader would answer; None where unknown.
    """

    id: str
    question: str
    context: str
    spans: tuple[tuple[int, int], ...]
    lang: str
    title: str = ""
    lure: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class ClaimRow:
    """A claim beside evidence.

    Attributes:
        label: `supported`, `refuted`, `not_enough` or `unsupported` (one of the last two).
    """

    id: str
    evidence: str
    claim: str
    label: str
    lang: str


LABELS = ("supported", "refuted", "not_enough", "unsupported")


def read_jsonl(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    """Line numbers and rows of a `.jsonl` or `.jsonl.gz` file.

    Raises:
        InvalidInputError: a line is not a JSON object; its number is said.
    """
    try:
        data = path.read_bytes()
        text = (gzip.decompress(data) if path.suffix == ".gz" else data).decode("utf-8")
    except (OSError, EOFError, UnicodeDecodeError, zlib.error) as error:
        raise InvalidInputError(f"{path} cannot be read: {error}", path=str(path)) from error
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except ValueError as error:
            raise _bad(path, number, f"is not JSON: {error}") from error
        if not isinstance(row, dict):
            raise _bad(path, number, "is not a JSON object")
        yield number, row


def read_questions(path: Path) -> list[QuestionRow]:
    """Rows `{id?, question, context, answers: [{text, start}], lang?, title?}` of a file.

    Raises:
        InvalidInputError: a field is missing, or an answer does not stand where it says.
    """
    rows = []
    for number, row in read_jsonl(path):
        try:
            question, context = _text(row, "question"), _text(row, "context")
            answers = row["answers"] if row.get("answerable", True) else []
            spans = [(int(a["start"]), int(a["start"]) + len(a["text"])) for a in answers]
        except (KeyError, TypeError, ValueError) as error:
            raise _bad(path, number, f"lacks or misspells a field: {error!r}") from error
        for (start, end), answer in zip(spans, answers, strict=True):
            if start < 0 or start == end or context[start:end] != answer["text"]:
                raise _bad(path, number, f"has no '{answer['text']}' at {start} of its context")
        rows.append(
            QuestionRow(
                str(row.get("id", number)),
                question,
                context,
                tuple(dict.fromkeys(spans)),
                _language(row),
                str(row.get("title") or "").replace("_", " "),
            )
        )
    return rows


def as_json(row: QuestionRow) -> dict[str, Any]:
    """A row as `read_questions` reads it."""
    return {
        "id": row.id,
        "question": row.question,
        "context": row.context,
        "answers": [{"text": row.context[a:b], "start": a} for a, b in row.spans],
        "answerable": bool(row.spans),
        "lang": row.lang,
        "title": row.title,
    }


def read_claims(path: Path) -> list[ClaimRow]:
    """Rows `{id?, evidence, claim, label, lang?}` of a file; evidence is a text or a list of them.

    Rows of labelled responses, `{evidence: [...], response, hallucinated}`, are read too.

    Raises:
        InvalidInputError: a field is missing or the label is not one of `LABELS`.
    """
    rows = []
    for number, row in read_jsonl(path):
        try:
            claim = _text(row, "claim" if "claim" in row else "response")
            label = str(row["label"] if "label" in row else _label(row["hallucinated"]))
            evidence = _evidence(row)
        except (KeyError, TypeError) as error:
            raise _bad(path, number, f"lacks or misspells a field: {error!r}") from error
        if label not in LABELS:
            raise _bad(path, number, f"has the label '{label}', not one of {', '.join(LABELS)}")
        rows.append(ClaimRow(str(row.get("id", number)), evidence, claim, label, _language(row)))
    return rows


def _evidence(row: dict[str, Any]) -> str:
    found = row["evidence"]
    return "\n".join(map(str, found)) if isinstance(found, list) else _text(row, "evidence")


def _text(row: dict[str, Any], field: str) -> str:
    if not isinstance(row[field], str):
        raise TypeError(f"{field} is not a text")
    return str(row[field])


def _label(hallucinated: object) -> str:
    return "unsupported" if hallucinated else "supported"


def _language(row: dict[str, Any]) -> str:
    return str(row.get("lang") or "en").split("-")[0]


def _bad(path: Path, number: int, what: str) -> InvalidInputError:
    return InvalidInputError(f"{path}, row {number}: {what}", path=str(path), row=number)
