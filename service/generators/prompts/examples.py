"""Worked examples: questions with evidence and the answer as it should be written, or a refusal.

Those that come with Footing lie beside this file; a user's own in `examples.jsonl` of the data
directory, a JSON object a line:

    {"question": "...", "evidence": ["...", "..."], "answer": "A sentence. [2]"}

`answer` is null where the evidence does not hold it. With a `"collection"` it is shown only beside
questions to that collection: its texts are that collection's own.
"""

import hashlib
import json
import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from knowledge.errors import InvalidInputError
from knowledge.text import language_of
from knowledge.types import Language
from service.questions import valid_collection

FILE_NAME = "examples.jsonl"
SHIPPED = Path(__file__).with_name(FILE_NAME)
# More would make every start slower for nothing: only the nearest few are ever shown.
MAX_EXAMPLES = 10_000
_MARKER = re.compile(r"\[(\d+)\]")


class _Row(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)

    question: str = Field(min_length=1, max_length=2000)
    evidence: list[str] = Field(min_length=1, max_length=20)
    answer: str | None = Field(max_length=4000)
    collection: str | None = None


@dataclass(frozen=True, slots=True)
class Example:
    """One worked example.

    Attributes:
        evidence: texts, numbered from 1 by the answer's markers.
        answer: with markers such as [1]; None for a refusal.
        collection: whose questions it may be shown beside; None for all.
    """

    question: str
    evidence: tuple[str, ...]
    answer: str | None
    collection: str | None = None

    @property
    def language(self) -> Language:
        """Of the question."""
        return language_of(self.question)

    def may_be_shown(self, collection: str | None) -> bool:
        """Whether it may stand beside a question to this collection, or (None) to given texts."""
        return self.collection in (None, collection)


def load_examples(data: Path | None = None) -> list[Example]:
    """The shipped examples and, after them, those of a data directory.

    Raises:
        InvalidInputError: a line is not an example; the message names file and line.
    """
    own = data / FILE_NAME if data else None
    found = read_examples(SHIPPED)
    return found + read_examples(own) if own and own.is_file() else found


def examples_digest(data: Path) -> str:
    """Changes with any example: what a calibration was made with."""
    own = data / FILE_NAME
    texts = [path.read_bytes() for path in (SHIPPED, own) if path.is_file()]
    return hashlib.sha256(b"\0".join(texts)).hexdigest()[:16]


def read_examples(path: Path) -> list[Example]:
    """The examples of a file; empty lines are skipped.

    Raises:
        InvalidInputError: it cannot be read, or a line of it is not an example.
    """
    try:
        lines = path.read_text("utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise InvalidInputError(
            f"the examples in {path} cannot be read: {error}; write them as UTF-8."
        ) from error
    found = [_example(path, n, line) for n, line in enumerate(lines, 1) if line.strip()]
    if len(found) > MAX_EXAMPLES:
        raise InvalidInputError(f"{path} has {len(found)} examples; at most {MAX_EXAMPLES} do.")
    return found


def add_example(data: Path, example: Example) -> Path:
    """Put an example behind those of a data directory; answers the file.

    Raises:
        InvalidInputError: it is no example, or the file holds one of the same question that is
            shown beside the same questions.
    """
    path = data / FILE_NAME
    if path.is_file() and any(_repeats(e, example) for e in read_examples(path)):
        raise InvalidInputError(
            f"{path} has an example of this question already: “{example.question}”; edit it there."
        )
    line = json.dumps(asdict(example), ensure_ascii=False)
    _example(path, 0, line)  # what could not be read again is not written
    with path.open("a+", encoding="utf-8") as out:
        out.seek(0)
        open_line = out.read()[-1:] not in ("", "\n")
        out.write(("\n" if open_line else "") + line + "\n")
    return path


def forget_examples(data: Path, collection: str) -> None:
    """Take the examples of a collection out of the file of a data directory.

    Raises:
        InvalidInputError: the file cannot be read.
    """
    path = data / FILE_NAME
    if not path.is_file() or all(e.collection != collection for e in read_examples(path)):
        return
    lines = path.read_text("utf-8-sig").splitlines(keepends=True)
    kept = [x for x in lines if not x.strip() or json.loads(x).get("collection") != collection]
    fresh = path.with_suffix(".new")
    fresh.write_text("".join(kept), "utf-8")
    fresh.replace(path)


def _repeats(one: Example, other: Example) -> bool:
    return one.question == other.question and one.may_be_shown(other.collection)


def _example(path: Path, number: int, line: str) -> Example:
    try:
        row = _Row.model_validate(json.loads(line))
        _check_markers(row.answer or "[1]", row.evidence)
        collection = None if row.collection is None else valid_collection(row.collection)
    except (InvalidInputError, ValueError, RecursionError) as error:
        raise InvalidInputError(
            f"{path}, line {number}: {_problem(error)}. An example is "
            '{"question": "...", "evidence": ["..."], "answer": "... [1]" or null}.',
            line=number,
        ) from error
    return Example(row.question, tuple(row.evidence), row.answer or None, collection)


def _check_markers(answer: str, evidence: Sequence[str]) -> None:
    numbers = [int(n) for n in _MARKER.findall(answer)]
    if not numbers:
        raise ValueError("the answer cites nothing; write the number of its evidence, such as [1]")
    for number in numbers:
        if not 1 <= number <= len(evidence):
            raise ValueError(f"the answer cites [{number}], but there are {len(evidence)} texts")


def _problem(error: Exception) -> str:
    if isinstance(error, ValidationError):
        first = error.errors()[0]
        return f"{'.'.join(map(str, first['loc'])) or 'the line'}: {first['msg']}"
    if isinstance(error, json.JSONDecodeError):
        return f"this is not JSON ({error})"
    return str(error)
