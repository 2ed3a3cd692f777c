"""English questions that are no sentence: "and in 2020?", "what about Paris?"."""

import re

from service.conversation.english_antecedents import members, thing_of
from service.conversation.english_phrases import (
    YEAR,
    has_verb,
    names_in,
    words_of,
)
from service.conversation.english_pronouns import resolve_pronouns
from service.conversation.english_substitution import substitute
from service.conversation.english_words import (
    ATTRIBUTES,
    AUXILIARIES,
    PARTICIPLES,
    PREPOSITIONS,
    PRONOUNS,
    VERBS,
    WH,
)
from service.conversation.turns import Said

_INSTEAD = re.compile(
    r"(?:(?:and|but|so|ok(?:ay)?|no|sorry|well)[,\s]+)*(?:what about|how about|what if it(?:'s| is|"
    r" was)|(?:the )?same (?:question |thing )?(?:for|with|about)|and(?: (?:what|how) about)?|"
    r"i (?:meant?|was asking about)|but|or|or rather|rather)[,:\s]+(?P<new>.+)",
    re.IGNORECASE,
)
_WHAT_TIME = (
    r"(?:(?:in|on|at|from|since|until|by|for|with) )?(?:what|which) (?:year|date|day|month|"
)
_BARE_WH = re.compile(
    r"(?:(?:and|but|so|then) )?(?P<wh>since when|until when|by whom|with whom|from whom|for whom|"
    r"where exactly|when exactly|who|whom|when|where|how|where from|how exactly|"
    + _WHAT_TIME
    + r"city|country|place|time|century))(?: (?:exactly|then))?",
    re.IGNORECASE,
)
_WHICH_IS = re.compile(
    r"(?:and |so |but )?which (?:one |of (?:them|these|those|the two) )?(?:is|was|are|has|uses|"
    r"needs|costs|works|do|does|would|should)\b.*",
    re.IGNORECASE,
)
_HOW_MANY = re.compile(
    r"(?:and )?(?:how (?:many|much) [\w-]+(?: [\w-]+)?|how (?:long|tall|high|big|large|old|deep|"
    r"wide|fast|heavy|far|expensive))",
    re.IGNORECASE,
)
_LONGEST = 8
_OWNERS = ("its", "their", "his", "her")


def resolve_fragment(bare: str, said: Said) -> str | None:
    """What a fragment asks; None if it is no fragment of that kind."""
    if _WHICH_IS.fullmatch(bare) and " or " not in bare and len(words_of(bare)) <= _LONGEST:
        return _which(bare, said)
    if wh := _BARE_WH.fullmatch(bare):
        return ask_otherwise(said.question, wh["wh"])
    if _HOW_MANY.fullmatch(bare) and not has_verb(bare):
        return _how_many(bare, said)
    if len(words_of(bare)) > _LONGEST:
        return None
    if instead := _INSTEAD.fullmatch(bare):
        new = instead["new"]
        return None if _is_question(new) else substitute(said, resolve_pronouns(new, said))
    return _named_only(bare, said)


def _named_only(bare: str, said: Said) -> str | None:
    """A phrase without a verb: "in 2020?", "its price?", "QLoRA?"."""
    low = [word.low for word in words_of(bare)]
    if not low or has_verb(bare) or low[0] in WH | AUXILIARIES:
        return None
    if low[0] in PREPOSITIONS or YEAR.fullmatch(bare):
        return substitute(said, bare)
    if low[0] in (*_OWNERS, "the") and low[-1] in ATTRIBUTES:
        return substitute(said, resolve_pronouns(bare, said))
    names = names_in(bare)
    if len(names) == 1 and names[0].text == bare and len(low) <= 3 and names_in(said.question):
        return substitute(said, bare)
    return None


def _is_question(text: str) -> bool:
    """Whether what follows "and" is a question of its own: "and who founded it"."""
    low = [word.low for word in words_of(text)]
    if not low:
        return False
    asks = low[0] in (WH | AUXILIARIES | PRONOUNS) and low[0] not in _OWNERS
    return asks or (low[0] in VERBS and len(low) > 1)


def _which(bare: str, said: Said) -> str | None:
    """A choice, such as "which is faster", of the things that were put side by side."""
    group = members(said.question) or members(said.answer)
    if len(group) < 2:
        return None
    asked = re.sub(r" of (?:them|these|those|the two)\b", "", bare, flags=re.IGNORECASE)
    asked = re.sub(r"^(?:and|so|but) ", "", asked, flags=re.IGNORECASE)
    chosen = ", ".join(group[:-1]) + f" or {group[-1]}"
    return f"{asked[:1].upper()}{asked[1:]}, {chosen}?"


def ask_otherwise(question: str, wh: str) -> str:
    """The question before with another question word: "when" after "who introduced LoRA"."""
    wh = wh[:1].upper() + wh[1:]
    words = words_of(question)
    low = [word.low for word in words]
    if not low:
        return question
    verb = _verb_of_subject_question(low)
    if verb and wh.lower() not in ("who", "whom"):
        rest = question[words[1].end :].strip().rstrip("?. ")
        return f"{wh} was {rest} {verb}?"
    for number, word in enumerate(low[:6]):
        if word in AUXILIARIES:
            return f"{wh} {question[words[number].start :]}"
    return f"{wh}: {question}"


def _verb_of_subject_question(low: list[str]) -> str:
    """The participle of "who introduced LoRA", where the question word is the subject."""
    if len(low) < 3 or low[0] not in ("who", "what") or low[1] in AUXILIARIES:
        return ""
    if low[1].endswith("ed"):
        return low[1]
    return PARTICIPLES.get(low[1], "")


def _how_many(bare: str, said: Said) -> str | None:
    thing = thing_of(said)
    if not thing:
        return None
    asked = re.sub(r"^and ", "", bare, flags=re.IGNORECASE)
    asked = asked[:1].upper() + asked[1:]
    if re.match(r"how (?:many|much)\b", asked, re.IGNORECASE):
        return f"{asked} does {thing} have?"
    return f"{asked} is {thing}?"
