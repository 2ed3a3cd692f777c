"""What may be asked: the limits of a question and of a collection's name."""

import re
import unicodedata

from knowledge.errors import InvalidInputError
from knowledge.text import has_forbidden_characters

MAX_QUESTION = 4000
MAX_TEXT = 2_000_000
_COLLECTION = re.compile(r"[^\W_][\w.-]{0,63}")


def valid_question(text: str) -> str:
    """The question without surrounding space; raises `InvalidInputError` if it cannot be asked."""
    question = text.strip()
    if not question:
        raise InvalidInputError("the question is empty; ask something.")
    if len(question) > MAX_QUESTION:
        raise InvalidInputError(
            f"the question has {len(question)} characters, at most {MAX_QUESTION} are accepted; "
            "put long texts into `sources` or ingest them.",
            characters=len(question),
            limit=MAX_QUESTION,
        )
    return valid_text(question, "question")


def valid_text(text: str, name: str) -> str:
    """The text, unless it has characters that no text should carry."""
    if has_forbidden_characters(text):
        raise InvalidInputError(
            f"the {name} contains control characters or lone surrogates; remove them.", field=name
        )
    if len(text) > MAX_TEXT:
        raise InvalidInputError(
            f"the {name} has {len(text)} characters, at most {MAX_TEXT} are accepted; split it.",
            field=name,
            limit=MAX_TEXT,
        )
    return text


def valid_collection(name: str) -> str:
    """The collection's name in its normal form, if it can be one."""
    normal = unicodedata.normalize("NFC", name)
    if not _COLLECTION.fullmatch(normal):
        raise InvalidInputError(
            "a collection's name has 1 to 64 letters, digits, '.', '_' or '-' and starts with a "
            "letter or digit.",
            collection=name[:80].encode("utf-8", "replace").decode(),
        )
    return normal
