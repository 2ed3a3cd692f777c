"""What was said in a conversation, and what of it later questions may refer to."""

import re
from dataclasses import dataclass
from typing import Literal

from knowledge.sentences import split_sentences
from service.answer import DONT_KNOW

Speaker = Literal["user", "assistant"]
# Marks of citations, and the list of sources that an earlier answer may end with.
_MARKS = re.compile(r"\s*\[\d+\]")
_SOURCES = re.compile(
    r"\n\s*(?:\*\*|#+ )?(?:Sources|References|来源|参考资料)(?:\*\*)?[:：]?[ ]*\n.*", re.DOTALL
)
_MARKDOWN = re.compile(r"[*_`#>]+")
# What is said of things far back or at great length is not what "it" means.
MAX_CHARACTERS = 2000


@dataclass(frozen=True, slots=True)
class Turn:
    """Something that was said."""

    speaker: Speaker
    text: str


@dataclass(frozen=True, slots=True)
class Said:
    """What a follow-up question may refer to.

    Attributes:
        question: the question before, standing alone.
        answer: the first sentence of what was answered; empty if nothing was.
        topic: what the conversation is about, if that could be told.
    """

    question: str
    answer: str = ""
    topic: str = ""


def first_sentence(answer: str) -> str:
    """The first sentence of an answer, without marks and Markdown; empty for a refusal."""
    text = _SOURCES.sub("", answer[:MAX_CHARACTERS])
    text = _MARKDOWN.sub("", _MARKS.sub("", text)).strip()
    if any(text.startswith(refusal) for refusal in DONT_KNOW.values()):
        return ""
    sentences = [sentence.strip() for sentence in split_sentences(text) if sentence.strip()]
    return sentences[0] if sentences else ""
