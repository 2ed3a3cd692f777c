"""Rows of training files, read and checked: questions with passages, claims with evidence."""

import gzip
import json
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from knowledge.errors import InvalidInputError
from knowledge.text import language_of


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


class _MisfitError(Exception):
    """What a row lacks or says wrongly."""


LABELS = ("supported", "refuted", "not_enough", "unsupported")


def read_jsonl(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    """Line numbers and rows of a `.jsonl` or `.jsonl.gz` file.

    Raises:
        InvalidInputError: a line is not a JSON object; its number is said.
    """
    try:
        data = path.read_bytes()
        text = (gzip.decompress(data) if path.suffix == ".gz" else data).decode("utf-8-sig")
    except (OSError, EOFError, UnicodeDecodeError, zlib.error) as error:
        raise InvalidInputError(f"{path} cannot be read: {error}", path=str(path)) from error
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            # What JSON may escape and UTF-8 cannot hold: half a pair of surrogates.
            json.dumps(row, ensure_ascii=False).encode()
        except UnicodeEncodeError as error:
            raise _bad(path, number, f"holds what is no character: {error}") from error
        except (ValueError, RecursionError) as error:
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
            answers = _answers(row) if _flag(row, "answerable", otherwise=True) else []
        except _MisfitError as error:
            raise _bad(path, number, str(error)) from error
        spans = [(a["start"], a["start"] + len(a["text"])) for a in answers]
        for (start, end), answer in zip(spans, answers, strict=True):
            if start < 0 or start == end or context[start:end] != answer["text"]:
                raise _bad(path, number, f"has no '{answer['text']}' at {start} of its context")
        rows.append(
            QuestionRow(
                str(row.get("id", number)),
                question,
                context,
                tuple(dict.fromkeys(spans)),
                _language(row, f"{question} {context}"),
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
            claim = _text(row, "claim" if "claim" in row or "response" not in row else "response")
            evidence, label = _evidence(row), _label(row)
        except _MisfitError as error:
            raise _bad(path, number, str(error)) from error
        lang = _language(row, f"{claim} {evidence}")
        rows.append(ClaimRow(str(row.get("id", number)), evidence, claim, label, lang))
    return rows


def _answers(row: dict[str, Any]) -> list[dict[str, Any]]:
    answers = row.get("answers")
    if not isinstance(answers, list) or not all(map(_is_answer, answers)):
        raise _MisfitError(
            'needs "answers" as a list of {"text": ..., "start": ...}, where the text stands in '
            '"context"; for a question without an answer give an empty list'
        )
    return answers


def _is_answer(answer: object) -> bool:
    if not isinstance(answer, dict):
        return False
    start = answer.get("start")
    return isinstance(answer.get("text"), str) and type(start) is int


def _evidence(row: dict[str, Any]) -> str:
    found = row.get("evidence")
    if isinstance(found, list) and all(isinstance(text, str) for text in found):
        return "\n".join(found)
    if not isinstance(found, str):
        raise _MisfitError('needs "evidence" as a text or a list of texts')
    return found


def _label(row: dict[str, Any]) -> str:
    if "label" not in row and "hallucinated" in row:
        return "unsupported" if _flag(row, "hallucinated") else "supported"
    if row.get("label") not in LABELS:
        said = f"has the label {row['label']!r}" if "label" in row else 'lacks "label"'
        raise _MisfitError(f"{said}; give one of {', '.join(LABELS)}")
    return str(row["label"])


def _text(row: dict[str, Any], field: str) -> str:
    if not isinstance(row.get(field), str):
        raise _MisfitError(f'needs "{field}" as a text')
    return str(row[field])


def _flag(row: dict[str, Any], field: str, *, otherwise: bool = False) -> bool:
    found = row.get(field, otherwise)
    if not isinstance(found, bool):
        raise _MisfitError(f'needs "{field}" as true or false, without quotes')
    return found


def _language(row: dict[str, Any], text: str) -> str:
    return str(row.get("lang") or language_of(text)).split("-")[0]


def _bad(path: Path, number: int, what: str) -> InvalidInputError:
    return InvalidInputError(f"{path}, row {number}: {what}", path=str(path), row=number)
