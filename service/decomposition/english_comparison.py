"""English questions that compare: which of two was first or has more, whether both share it."""

import re

from service.decomposition.english_amounts import compare_amounts
from service.decomposition.english_names import two_names
from service.decomposition.english_words import EVENTS, KINDS
from service.decomposition.parts import Choice, Comparison

_KIND = (
    f"(?:{'|'.join(KINDS)}|one|person|people|woman|man|actor|actress|artist|author|writer|singer|"
    "player|composer|director)"
)
_NOUN = rf"(?:{_KIND}|[\w-]+)"
_EVENT = rf"(?P<event>{'|'.join(EVENTS)})"
_WHEN = (
    r"(?:(?P<earlier>first|earlier|earliest|sooner|before the other)"
    r"|(?P<later>last|later|latest|more recently|most recently|second))"
)
_OLDER = r"(?P<older>older|oldest|elder|eldest)|(?P<younger>younger|youngest)"
_TWO = r"(?P<names>.+? and .+?)"
_THE_SAME = r"the same (?P<what>[\w-]+)"
# Which film was released first, A or B? Who is older, A or B? Which film has the director who ...
_FIRST_OF = re.compile(
    rf"(?:which|what|who)(?: (?!(?:was|is|were|has|had|came|comes|died|whose)\b){_NOUN})?"
    rf"(?: of the two)?(?:(?:(?:'s)? (?:has|had) (?:the|a)|,? whose) (?P<role>[\w-]+))?"
    rf"(?: (?:who|that|which))?(?: (?:was|is|were|came|comes|got))? "
    rf"(?:(?:{_EVENT} )?(?:out )?{_WHEN}|{_OLDER})(?: than the other)?"
    rf"(?P<out>,? out of|,? between|,? of|,|:)? (?P<names>.+)",
    re.IGNORECASE,
)
# Was A or B born first?
_EITHER = re.compile(
    rf"(?:was|were|did) (?P<names>.+?) {_EVENT.replace('died', 'died|die')} {_WHEN}", re.IGNORECASE
)
_SHARED = [
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        # Do both directors of the films A and B have the same nationality?
        rf"(?:do|did|are|were) (?:both )?(?:the )?(?P<role>[\w-]+?)s of (?:both )?(?:the )?"
        rf"(?:{_KIND} )?{_TWO} (?:(?:share|have|had|of|come|are) )?(?:both )?(?:from )?{_THE_SAME}",
        # Do A and B have directors from the same country?
        rf"(?:do|did) (?:both )?(?:the )?(?:{_KIND} )?{_TWO} (?:both )?(?:have|share) (?:the |a )?"
        rf"(?P<role>[\w-]+?)s? (?:from|of|with) {_THE_SAME}",
        # Are A and B both located in the same country?
        rf"(?:are|were|is|was|did|do) (?:both )?{_TWO},?(?: both)?(?: all)? (?P<verb>located|"
        rf"situated|based|born|headquartered|from|of|originate)(?: in| from)? {_THE_SAME}",
        # Do A and B share the same nationality?
        rf"(?:do|did|does) (?:both )?{_TWO} (?:both )?(?:share|have|had) {_THE_SAME}",
    )
]
_WHAT_OF = {"country": "Which country is {} from?", "nationality": "What is the nationality of {}?"}
_LEAD = re.compile(rf"^(?:both )?(?:the )?(?:two )?(?:{_KIND}s?,? )?", re.IGNORECASE)


def compare(question: str) -> Comparison | None:
    """A question that compares two things by a date or an amount, or asks what they share."""
    text = question.strip().rstrip("?!. ")
    return _first_of(text) or _either(text) or _shared(text) or compare_amounts(text)


def _first_of(text: str) -> Comparison | None:
    found = _FIRST_OF.fullmatch(text)
    if not found:
        return None
    names = two_names(found["names"], "or") or (
        two_names(found["names"], "and") if found["out"] else None
    )
    if not names:
        return None
    role = found["role"]
    asked = f"the {role} of {{}}" if role else "{}"
    choice: Choice = "earliest" if found["earlier"] or found["older"] else "latest"
    event = "born" if found["older"] or found["younger"] else found["event"]
    if event is None:
        if not re.search(r"\b(?:came|comes)\b", text):
            return None
        event = "released"
    return _by_date(names, asked, event.lower(), choice)


def _either(text: str) -> Comparison | None:
    found = _EITHER.fullmatch(text)
    names = two_names(found["names"], "or") if found else None
    if not found or not names:
        return None
    return _by_date(
        names, "{}", found["event"].lower(), "earliest" if found["earlier"] else "latest"
    )


def _by_date(names: tuple[str, str], asked: str, event: str, choice: Choice) -> Comparison:
    ends = event in ("died", "die")
    wording = "When did {} die?" if ends else f"When was {{}} {event}?"
    questions = tuple(wording.format(asked.format(name)) for name in names)
    return Comparison(names, questions, choice, ends)


def _shared(text: str) -> Comparison | None:
    for pattern in _SHARED:
        found = pattern.fullmatch(text)
        names = two_names(_LEAD.sub("", found["names"]), "and") if found else None
        if not found or not names:
            continue
        parts = found.groupdict()
        asked = f"the {parts['role']} of {{}}" if parts.get("role") else "{}"
        what, verb = parts["what"].lower(), (parts.get("verb") or "").lower()
        if verb == "born":
            wording = f"In which {what} was {{}} born?"
        elif verb in ("located", "situated", "based", "headquartered"):
            wording = f"In which {what} is {{}} {verb}?"
        else:
            wording = _WHAT_OF.get(what, f"What is the {what} of {{}}?")
        return Comparison(names, tuple(wording.format(asked.format(n)) for n in names), "same")
    return None
