"""Claims: the sentences of a text, with their offsets, and whether they can be checked at all."""

import re
from dataclasses import dataclass, replace

from knowledge.sentences import sentence_spans
from knowledge.text import content_terms, language_of, terms
from service.rewriting.statements import statement_of

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
# Terms, and characters, of the longest answer that may be less than a sentence; in Chinese terms
# are pairs of characters.
_FRAGMENT_EN, _FRAGMENT_ZH, _LONGEST_FRAGMENT = 8, 12, 200
# What has a verb or stands for something said before is a sentence, however short.
_SAYS_IN_FULL = re.compile(
    r"\b(?:i|he|she|it|they|we|you|this|that|there|is|are|was|were|has|have|had|did|does|do|can|"
    r"could|will|would|may|might|must|should)\b|n't\b|[是有在由于会能应该了过被把]|它|他|她|这|那",
    re.IGNORECASE,
)
# Tried only where a run of blanks begins: tried at each of n blanks, it would take n² steps.
_MARKERS = re.compile(r"(?<!\s)\s*\[\d+\]")
_LIST_MARK = re.compile(r"^\s*(?:[-*+•]|\d{1,3}[.)、]|#{1,6})\s+")


@dataclass(frozen=True, slots=True)
class Claim:
    """One sentence of a text: `source_text[start:end] == text`.

    Attributes:
        meant: what it says in full, where it is not a sentence of its own; else "".
    """

    text: str
    start: int
    end: int
    meant: str = ""

    @property
    def statement(self) -> str:
        """What is compared with evidence: the claim without citation marks and list bullets."""
        return self.meant or _LIST_MARK.sub("", without_marks(self.text)).strip()

    @property
    def checkable(self) -> bool:
        """Whether it states something: not a question, a greeting or an "I don't know"."""
        statement = _FILLER.sub("", self.statement)
        if _QUESTION.search(statement) or _SELF.match(statement):
            return False
        return bool(content_terms(statement))


def without_marks(text: str) -> str:
    """A text without citation marks such as ` [1]`."""
    return _MARKERS.sub("", text)


def split_claims(text: str, question: str = "") -> list[Claim]:
    """The sentences of `text` as claims, in order.

    Args:
        text: an answer.
        question: that it answers, if known: "1932" states something only beside it.
    """
    claims = [Claim(text[start:end], start, end) for start, end in sentence_spans(text)]
    if question and len(claims) == 1 and _is_fragment(claims[0].statement, question):
        (claim,) = claims
        meant = statement_of(question, claim.statement, language_of(question))
        return [replace(claim, meant=meant or "")]
    return claims


def _is_fragment(statement: str, question: str) -> bool:
    """Whether it is but a name or a value: few words, none of the question's and no verb."""
    if len(statement) > _LONGEST_FRAGMENT:
        return False
    said = terms(statement)
    room = _FRAGMENT_ZH if language_of(statement) == "zh" else _FRAGMENT_EN
    return (
        0 < len(said) <= room
        and not _SAYS_IN_FULL.search(statement)
        and not set(said) & set(content_terms(question))
        and bool(content_terms(statement))
    )
