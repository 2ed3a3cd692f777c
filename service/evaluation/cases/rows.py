"""A row of JSON becomes a case, or a sentence that says what is wrong with it."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from knowledge.errors import InvalidInputError
from knowledge.text import clean_text, language_of
from service.evaluation.cases.types import Case, ClaimCase, QaCase, RetrievalCase, Task
from service.questions import MAX_TEXT, valid_question, valid_text

_SUPPORTED = frozenset({"supported", "supports", "entailment", "entailed", "faithful", "grounded"})
_UNSUPPORTED = frozenset(
    "refuted refutes contradicted contradiction not_enough not_enough_info neutral unsupported "
    "not_supported hallucinated partially_supported".split()
)


class RowError(ValueError):
    """A row is not a case."""


def task_of(row: Mapping[str, Any]) -> Task:
    """The task that a row is a case of, by its fields."""
    if ("claim" in row or "response" in row) and "evidence" in row:
        return "claims"
    if row.get("answers") or "answerable" in row:
        return "qa"
    if "question" in row and "supporting_ids" in row:
        return "retrieval"
    if "question" in row and "answers" in row:
        return "qa"
    raise RowError(
        "is neither a `qa` case {id, question, answers, answerable}, nor a `claims` case {id, "
        "evidence, claim, label} or {id, evidence, response, hallucinated}, nor a `retrieval` case "
        "{id, question, supporting_ids}"
    )


def to_case(row: object, task: Task, number: int) -> Case:
    """The case in a row.

    Args:
        row: a parsed line.
        task: which kind of case it has to be.
        number: its line, the id of a case that has none.

    Raises:
        RowError: it is none.
    """
    if not isinstance(row, dict):
        raise RowError("is not a JSON object")
    identity = row.get("id", number)
    if not isinstance(identity, str | int) or isinstance(identity, bool):
        raise RowError("`id` has to be a text or a number")
    return _MAKERS[task](row, str(identity))


def _qa(row: Mapping[str, Any], identity: str) -> QaCase:
    question = _question(row)
    answers = _answers(row.get("answers"))
    answerable = row.get("answerable", bool(answers))
    if not isinstance(answerable, bool):
        raise RowError("`answerable` has to be true or false")
    if answerable and not answers:
        raise RowError("is answerable but has no `answers`")
    return QaCase(
        id=identity,
        question=question,
        # Some sets keep plausible answers with questions that have none.
        answers=answers if answerable else (),
        answerable=answerable,
        lang=_lang(row, question),
        contexts=_contexts(row),
        supporting_ids=_ids(row) if row.get("supporting_ids") is not None else None,
        source=_optional(row, "source"),
    )


def _claim(row: Mapping[str, Any], identity: str) -> ClaimCase:
    evidence = _texts(row, "evidence")
    if not evidence:
        raise RowError("`evidence` is empty; give at least one text")
    whole = "response" in row
    text = _text(row, "response" if whole else "claim")
    supported, label = _label(row)
    return ClaimCase(
        id=identity,
        evidence=evidence,
        text=text,
        supported=supported,
        label=label,
        lang=_lang(row, text),
        question=_optional(row, "question"),
        response=whole,
        source=_optional(row, "source"),
    )


def _retrieval(row: Mapping[str, Any], identity: str) -> RetrievalCase:
    question = _question(row)
    wanted = _ids(row)
    if not wanted:
        raise RowError("`supporting_ids` is empty; name at least one document")
    return RetrievalCase(identity, question, wanted, _lang(row, question), _optional(row, "source"))


_MAKERS: Mapping[Task, Callable[[Mapping[str, Any], str], Case]] = {
    "qa": _qa,
    "claims": _claim,
    "retrieval": _retrieval,
}


def _label(row: Mapping[str, Any]) -> tuple[bool, str]:
    value = row.get("hallucinated", row.get("label"))
    if isinstance(value, bool):
        supported = not value if "hallucinated" in row else value
        return supported, "supported" if supported else "unsupported"
    label = str(value).strip().lower().replace(" ", "_")
    if label in _SUPPORTED:
        return True, label
    if label in _UNSUPPORTED:
        return False, label
    raise RowError(
        f"`label` {value!r} is not known; use `supported`, or one of refuted, not_enough, "
        "unsupported; for a response give `hallucinated`: true or false"
    )


def _question(row: Mapping[str, Any]) -> str:
    try:
        return valid_question(_text(row, "question"))
    except InvalidInputError as error:
        raise RowError(error.message) from error


def _text(row: Mapping[str, Any], name: str) -> str:
    value = row.get(name)
    if not isinstance(value, str) or not value.strip():
        raise RowError(f"`{name}` has to be a text that is not empty")
    try:
        # Sets that were scraped have control characters here and there; users' documents lose
        # theirs when they are stored.
        return valid_text(clean_text(value), name)
    except InvalidInputError as error:
        raise RowError(error.message) from error


def _optional(row: Mapping[str, Any], name: str) -> str | None:
    return _text(row, name) if row.get(name) not in (None, "") else None


def _texts(row: Mapping[str, Any], name: str) -> tuple[str, ...]:
    value = row.get(name)
    if isinstance(value, str):
        value = [value]
    if not isinstance(value, list) or not all(isinstance(text, str) for text in value):
        raise RowError(f"`{name}` has to be a text or a list of texts")
    return tuple(valid for text in value if (valid := text[:MAX_TEXT]).strip())


def _answers(value: object) -> tuple[str, ...]:
    """References as texts, `{"text"}` objects, or lists of alternatives, in their order."""
    if value is None:
        return ()
    if isinstance(value, str):
        return (value,) if value.strip() else ()
    if isinstance(value, dict) and isinstance(value.get("text"), str):
        return _answers(value["text"])
    if isinstance(value, list):
        return tuple(dict.fromkeys(answer for part in value for answer in _answers(part)))
    raise RowError('`answers` has to be a list of texts or of {"text": ...}')


def _contexts(row: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    if row.get("context") is None and row.get("contexts") is None:
        return ()
    given = row["contexts"] if row.get("contexts") is not None else row["context"]
    parts: Sequence[object] = given if isinstance(given, list) else [given]
    title = row.get("title") if isinstance(row.get("title"), str) else ""
    found = []
    for part in parts:
        one = {"title": title, "text": part} if isinstance(part, str) else part
        if not isinstance(one, dict) or not isinstance(one.get("text"), str):
            raise RowError('`contexts` has to be a list of texts or of {"title", "text"}')
        if one["text"].strip():
            found.append((str(one.get("title") or ""), one["text"]))
    if not found:
        raise RowError("`contexts` holds no text; leave it out to ask the collection")
    return tuple(found)


def _ids(row: Mapping[str, Any]) -> tuple[str, ...]:
    value = row.get("supporting_ids")
    if not isinstance(value, list) or not all(isinstance(i, str | int) for i in value):
        raise RowError("`supporting_ids` has to be a list of document ids")
    return tuple(dict.fromkeys(str(i) for i in value))


def _lang(row: Mapping[str, Any], text: str) -> str:
    given = row.get("lang")
    if given is not None and (not isinstance(given, str) or not given):
        raise RowError("`lang` has to be a language code such as en or zh")
    return given or language_of(text)
