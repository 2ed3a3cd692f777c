"""English follow-up questions: which of them lean on what was said, and what they then ask."""

import re
from collections.abc import Callable

from service.conversation.english_fragments import resolve_fragment
from service.conversation.english_pronouns import resolve_pronouns
from service.conversation.english_topics import topic_of, topic_phrase
from service.conversation.english_words import AUXILIARIES
from service.conversation.turns import Said

__all__ = ["is_chatter", "resolve", "topic_of"]

_CHATTER = re.compile(
    r"(?:many |ok(?:ay)?,? |great,? )?(?:thanks?|thank you|cheers|ok(?:ay)?|hi|hello|hey|bye|great|"
    r"good|nice|perfect|cool|got it|i see|understood|yes|no|sure)"
    r"(?: (?:a lot|so much|very much|there|then))?",
    re.IGNORECASE,
)
_DOUBT = re.compile(
    r"(?:are you (?:really )?sure(?: about (?:that|this|it))?|really|is (?:that|this|it) "
    r"(?:right|true|correct|so)|seriously|(?:can|could) you (?:double[- ]?)?check"
    r"(?: (?:that|it))?)",
    re.IGNORECASE,
)
_MORE = re.compile(
    r"(?:please |can you |could you )*(?:(?:tell|give|show) me (?:some )?more(?: (?:details?|info|"
    r"information))?(?: (?:about|on) (?:it|this|that|them))?|(?:some )?more(?: details?| info)?|"
    r"(?:any )?more details?|go on|continue|elaborate(?: on (?:it|this|that))?|"
    r"explain(?: (?:it|this|that))?(?: (?:further|more|again|in (?:more )?detail))?|"
    r"(?:what|anything) (?:else|more)|in (?:more )?detail|expand on (?:it|this|that))(?: please)?",
    re.IGNORECASE,
)
_WHY = re.compile(
    r"(?:but |and )?(?:why|how come|why so|why is (?:that|this|it)|why not|why is (?:that|this) so|"
    r"for what reason|what(?: is|'s) the reason(?: for (?:that|this|it))?)",
    re.IGNORECASE,
)
_HOW_TO = re.compile(r"how (?:(?:do|can|should|could) (?:i|you|we|one) |to )", re.IGNORECASE)
_TAKES = re.compile(r"(?:and )?how long (?:does|will|would) (?:it|that|this) take", re.IGNORECASE)
_LEAD = re.compile(r"^(?:and|but|so|then|also|ok(?:ay)?|well|right|now)\b[,\s]+", re.IGNORECASE)


def is_chatter(text: str) -> bool:
    """Whether nothing is asked: thanks, greetings."""
    return bool(_CHATTER.fullmatch(_bare(text)))


def _bare(text: str) -> str:
    return text.strip().rstrip("?!. ").strip()


def resolve(question: str, said: Said) -> str:
    """The question as one that can be understood without what was said."""
    bare = _bare(question)
    rules: tuple[Callable[[str, Said], str | None], ...] = (
        _doubted,
        _more,
        _why,
        _how_long,
        resolve_fragment,
    )
    for rule in rules:
        resolved = rule(bare, said)
        if resolved is not None:
            return resolved
    resolved = resolve_pronouns(question, said)
    return question if resolved == question else _capitalised(_LEAD.sub("", resolved))


def _doubted(bare: str, said: Said) -> str | None:
    """Doubt asks the same once more."""
    return said.question if _DOUBT.fullmatch(bare) else None


def _more(bare: str, said: Said) -> str | None:
    if not _MORE.fullmatch(bare):
        return None
    return f"Tell me more about {said.topic}." if said.topic else said.question


def _why(bare: str, said: Said) -> str | None:
    """Why what was answered is so; without an answer, why what was asked."""
    if not _WHY.fullmatch(bare):
        return None
    if said.answer and " — " not in said.answer:
        statement = said.answer.rstrip(".!。 ")
        phrase = topic_phrase(statement)
        named = phrase is not None and phrase.start == 0 and phrase.kind == "name"
        lowered = statement if named else statement[:1].lower() + statement[1:]
        lowered = resolve_pronouns(lowered, said)
        return f"Why is it that {lowered}?"
    first = said.question.split(" ", 1)
    if len(first) == 2 and first[0].lower() in AUXILIARIES:
        return f"Why {first[0].lower()} {first[1]}"
    return f"Why: {said.question}"


def _how_long(bare: str, said: Said) -> str | None:
    """How long something takes that was asked how to do."""
    doing = _HOW_TO.match(said.question)
    if not doing or not _TAKES.fullmatch(bare):
        return None
    return f"How long does it take to {said.question[doing.end() :].rstrip('?. ')}?"


def _capitalised(text: str) -> str:
    return text[:1].upper() + text[1:]
