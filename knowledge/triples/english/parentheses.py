"""What stands in parentheses after an English name: life dates, abbreviations, other names."""

import re
from collections.abc import Iterator

from knowledge.triples.masking import ANY, DATE, NAME
from knowledge.triples.statements import Statement

_PARENTHESES = re.compile(r"\s?[(（]([^()（）]{0,300})[)）]")
_AFTER_NAME = re.compile(
    rf"(?<!: )(?P<subject>{NAME})[”\"]? ?[(（](?P<inside>[^()（）]{{1,300}})[)）]"
)
_LIFE = re.compile(
    rf"^(?:[^;]*[;,] )?(?P<born>{DATE})(?: in {ANY}(?:, {ANY})*)? ?[–—-] ?(?P<died>{DATE})"
)
_YEARS = re.compile(r"^(?:c\. ?)?(?P<born>1\d{3}|20\d{2}) ?[–—-] ?(?P<died>1\d{3}|20\d{2})$")
_BORN = re.compile(rf"\b(?:born|b\.)(?: on| in)? (?P<date>{DATE})(?:(?: in|,) (?P<place>{NAME}))?")
_DIED = re.compile(rf"\b(?:died|d\.)(?: on| in)? (?P<date>{DATE})")
_LANGUAGES = (
    "Chinese|Mandarin|Japanese|Korean|German|French|Spanish|Italian|Russian|Latin|Greek|Arabic|Hebrew|"
    "Portuguese|Dutch|Polish|Czech|Hungarian|Turkish|Persian|Hindi|Thai|Vietnamese|Ukrainian|Swedish|"
    "Danish|Norwegian|Finnish|Romanian|Serbian|Croatian|Welsh|Irish"
)
_FOREIGN = re.compile(
    rf"\b(?P<language>{_LANGUAGES})(?: name| title)?: (?P<name>[^;,:'\"‘“()]{{2,50}})(?![:\w])"
)
_OTHER_NAME = re.compile(
    rf"^(?:also |better |formerly |previously )?(?:known as|called|or|formerly|aka|a\.k\.a\.) "
    rf"[“\"]?(?P<name>{NAME})(?=[”\"]?(?:[,;]|$))"
)


def without_parentheses(masked: str) -> str:
    """The sentence without what stands in parentheses."""
    for _ in range(3):
        shorter = _PARENTHESES.sub("", masked)
        if shorter == masked:
            break
        masked = shorter
    return masked


def statements(masked: str) -> Iterator[Statement]:
    """What the parentheses of a masked sentence say of the names before them."""
    for match in _AFTER_NAME.finditer(masked):
        subject, inside = match["subject"], match["inside"].strip()
        yield from _life(subject, inside, match.start() < 3)
        for foreign in _FOREIGN.finditer(inside):
            yield Statement(subject, "also known as", foreign["name"].strip(), 0.85)
        if other := _OTHER_NAME.match(inside):
            yield Statement(subject, "also known as", other["name"], 0.85)


def _life(subject: str, inside: str, opens: bool) -> Iterator[Statement]:
    life = _LIFE.search(inside)
    if not life and opens and (years := _YEARS.match(inside)):
        # Reigns and wars are shorter than most lives, dynasties are longer.
        life = years if 25 < int(years["died"]) - int(years["born"]) < 105 else None
    if life and opens:
        yield Statement(subject, "born on", life["born"], 0.85)
        yield Statement(subject, "died on", life["died"], 0.85)
        return
    if born := _BORN.search(inside):
        yield Statement(subject, "born on", born["date"], 0.9)
        if born["place"]:
            yield Statement(subject, "born in", born["place"], 0.85)
    if died := _DIED.search(inside):
        yield Statement(subject, "died on", died["date"], 0.9)
