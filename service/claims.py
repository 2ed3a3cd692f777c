"""Claims: the sentences of a text, with their offsets, and whether they can be checked at all."""

import re
from dataclasses import dataclass

from knowledge.sentences import sentence_spans
from knowledge.text import content_terms

_QUESTION = re.compile(r"[?？][\"'”’）)]*$")
# Openings after which a sentence may still state something.
_FILLER = re.compile(
    r"^(?:(?:hello|hi|thanks?|thank you|sure|certainly|of course|yes|no|well|okay|ok)\b|"
    r"你好|您好|谢谢|感谢|当然|好的|是的)[\s,，.。!！:：—-]*",
    re.IGNORECASE,
)
# Sentences about the speaker, not about the world.
_SELF = re.compile(
    r"^(?:(?:you'?re welcome|here (?:is|are)|let me|i hope|please (?:let|feel)|i(?:'m| am) sorry|"
    r"as an ai|i (?:don'?t|do not|cannot|can'?t) (?:know|answer|find|tell))\b|"
    r"希望|抱歉|对不起|很抱歉|我不知道|我无法|不客气|以下是|下面(?:是|回答)|作为(?:一个)?(?:AI|人工智能))",
    re.IGNORECASE,
)
_MARKERS = re.compile(r"\s*\[\d+\]")
_LIST_MARK = re.compile(r"^\s*(?:[-*+•]|\d{1,3}[.)、]|#{1,6})\s+")


@dataclass(frozen=True, slots=True)
class Claim:
    """One sentence of a text: `source_text[start:end] == text`."""

    text: str
    start: int
    end: int

    @property
    def statement(self) -> str:
        """The claim without citation marks and list bullets: what is compared with evidence."""
        return _LIST_MARK.sub("", _MARKERS.sub("", self.text)).strip()

    @property
    def checkable(self) -> bool:
        """Whether it states something: not a question, a greeting or an "I don't know"."""
        statement = _FILLER.sub("", self.statement)
        if _QUESTION.search(statement) or _SELF.match(statement):
            return False
        return bool(content_terms(statement))


def split_claims(text: str) -> list[Claim]:
    """The sentences of `text` as claims, in order."""
    return [Claim(text[start:end], start, end) for start, end in sentence_spans(text)]
