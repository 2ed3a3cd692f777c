"""Entities of English text: capitalised spans, quoted works, dates and quantities.

Without a dictionary, a capitalised word that opens a sentence is a name only if something says so:
it is capitalised elsewhere within a sentence, more capitals follow, or it holds digits or capitals.
"""

import re
from collections.abc import Iterator

from knowledge.triples.dates import DATE_EN, QUANTITY_EN, UNIT
from knowledge.triples.english.words import (
    ARTICLES,
    NOT_NAMES,
    PART_OF_NAMES,
    UPPER,
    is_nationality,
    is_verb,
)
from knowledge.types import EntityKind, EntityMention

MAX_NAME = 80
_SHORT = r"(?:St|Dr|Mr|Mrs|Ms|Mt|Jr|Sr|Prof|Gen|Col|Lt|Capt|Sgt|Rev|Gov|Sen|Rep|Hon|Ft|No|Vol)\."
_TOKEN = (
    rf"(?:{_SHORT}(?= )|Ph\.D\.|[BM]\.Sc\.|(?:{UPPER}\.){{1,4}}(?=[ ,;)]|$)|{UPPER}(?:\w|"
    rf"['’](?!s\b)(?=\w)|-(?=\w)|&(?=\w))*"
    rf"|[a-z]{{1,2}}{UPPER}\w+)"
)
_PARTICLE = (
    "(?:of the|of|de la|de los|de las|de|della|del|di|da|dos|do|das|van der|van den|van|von der|"
    "von|"
    "der|den|du|des|la|le|el|al|bin|ibn|zu|zur|ter|ten|af|y|the|&)"
)
_NAME = re.compile(
    rf"(?:(?<=the )\d{{4}} (?={UPPER}))?{_TOKEN}(?:(?: {_PARTICLE})? {_TOKEN}| "
    rf"\d{{1,3}}(?![\w.,%])(?! (?!was|is|has|as|its)[a-z]+s\b| (?:{UNIT})\b))*"
)
# "Ministry of Science and Technology", "Centre for Policy Studies".
_HEADS = (
    "Ministry|Department|Faculty|Institute|Institution|School|Academy|College|Bureau|Museum|Office|"
    "Society|Bank|University|Centre|Center|Association|Committee|Council|Board|House|Foundation|"
    "Commission|Agency|Ministers?|Minister|Secretary|Union|Organi[sz]ation|Federation|Conference|"
    "Division|Campaign|Fund|Party|Movement|Laboratory|Journal|Award|Prize|Convention"
)
_LONGER = re.compile(
    rf"(?:, {_TOKEN})*,? and {_TOKEN}(?: {_TOKEN})*(?! [a-z]+ed\b)| (?:for|on|in) (?:the "
    rf")?{_TOKEN}(?:(?: {_PARTICLE}| and)? {_TOKEN})*"
)
_HAS_HEAD = re.compile(rf"\b(?:{_HEADS}) (?:of|for)\b|^(?:{_HEADS})$")
# "Jane Roe of the University of Oxford": two names, unlike "Great Wall of China".
_AFFILIATION = re.compile(
    rf"(?P<name>(?!(?:{_HEADS})\b){UPPER}\w+(?: {UPPER}[\w.-]*){{1,2}}) of (?:the )?"
    r"(?:University|Institute|College|School|Department)\b"
)
_HONORIFIC = re.compile(r"(?:Mr|Mrs|Ms|Dr|Prof|Sir|Dame|Rev|Saint|Lord|Lady)\b\.? ")
_WORK = re.compile(rf"[\"“](?P<work>{UPPER}[^\"“”\n]{{1,60}})[\"”]")
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
# "A palindrome is a word", "Overfitting is an error": a definition of a term.
_OPENING_TERM = re.compile(
    r"^(?:An? )?(?P<name>[A-Za-z][a-z-]{2,}(?: [a-z-]{3,}){0,2})(?: \([^()]{1,60}\))?(?=,? "
    r"(?:is|are) (?:an?|the|any) )"
)
_OPENS = re.compile(r"(?:^|[.!?:\n|*#>•]|[.!?:]?[\"“”'‘(])\s*$")

_KIND_WORDS: tuple[tuple[EntityKind, re.Pattern[str]], ...] = (
    ("organisation", re.compile(
        r"\b(?:University|College|Institute|Inc|Ltd|LLC|Corporation|Corp|Company|Association|Party|"
        r"Committee|Council|Ministry|Department|Agency|Bank|F\.?C|Club|Orchestra|Records|Studios?|"
        r"Group|Union|Army|Navy|Society|Foundation|League|School|Academy|Press|Commission|Board|"
        r"Court|Senate|Parliament|Congress|Federation|Organi[sz]ation|Airlines|Railway|Entertainment|"
        r"Pictures|Motors|Industries|Systems|Laboratory|Laboratories|Museum|Hospital|Team|Bureau)\b"
    )),
    ("place", re.compile(
        r"\b(?:River|Lake|Mount|Mountains?|Islands?|Isle|City|County|Street|Province|Republic|Kingdom|"
        r"State|Airport|Bay|Sea|Ocean|Valley|Peninsula|District|Park|Station|Bridge|Square|Avenue|"
        r"Road|Castle|Cathedral|Desert|Forest|Gulf|Hills?|Creek|Beach|Palace|Township|Village|"
        r"Municipality|Region|Territory|Parish)\b"
    )),
    ("other", re.compile(r"\b(?:War|Battle|Olympics|Cup|Championships?|Festival|Treaty|Act|"
                         r"Award|Prize|Revolution)\b")),
)  # fmt: skip


class NameFinder:
    """Finds entities in one text, knowing how its words are written elsewhere in it.

    Args:
        text: the whole text.
        known: names given from outside, such as a document's title; found in any case.
    """

    def __init__(self, text: str, known: tuple[str, ...] = ()) -> None:
        self._inside = _capitalised_inside(text)
        self._known = re.compile(
            "|".join(rf"(?<!\w){re.escape(name)}(?!\w)" for name in known) or "(?!)",
            re.IGNORECASE if all(len(name) > 3 for name in known) else 0,
        )

    def find(self, sentence: str, start: int = 0) -> list[EntityMention]:
        """Entities of a sentence in order, not overlapping; offsets are moved by `start`."""
        taken: list[EntityMention] = []
        for found in (self._fixed(sentence), self._names(sentence)):
            for a, b, kind in found:
                if not any(a < m.end - start and m.start - start < b for m in taken):
                    taken.append(EntityMention(start + a, start + b, sentence[a:b], kind))
        return sorted(taken, key=lambda mention: mention.start)

    def _fixed(self, sentence: str) -> Iterator[tuple[int, int, EntityKind]]:
        for match in _WORK.finditer(sentence):
            if _is_title(match["work"]):
                yield *match.span("work"), "work"
        for match in self._known.finditer(sentence):
            if not _is_within_name(sentence, *match.span()):
                yield *match.span(), kind_of(match[0])
        if (opening := _OPENING_TERM.match(sentence)) and _is_term(opening["name"]):
            yield *opening.span("name"), "term"
        for match in DATE_EN.finditer(sentence):
            yield *match.span(), "date"
        for match in QUANTITY_EN.finditer(sentence):
            yield *match.span(), "quantity"

    def _names(self, sentence: str) -> Iterator[tuple[int, int, EntityKind]]:
        position = 0
        while match := _NAME.search(sentence, position):
            position = match.end()
            span = match.span()
            if affiliation := _AFFILIATION.match(match[0]):
                span = (span[0], span[0] + affiliation.end("name"))
                position = span[1]
            for start, end in self._trimmed(sentence, *span):
                if _HAS_HEAD.search(sentence[start:end]):
                    longer = _LONGER.match(sentence, end)
                    end = longer.end() if longer else end
                position = max(position, end)
                yield start, end, kind_of(sentence[start:end])

    def _trimmed(self, sentence: str, start: int, end: int) -> Iterator[tuple[int, int]]:
        """A capitalised span without the words that open sentences, honorifics and dates."""
        opens = bool(_OPENS.search(sentence[max(0, start - 3) : start]))
        while word := _WORD.match(sentence, start, end):
            rest = word.end() < end
            if not _only_opens(word[0], opens, rest):
                break
            if not rest:
                return
            start = word.end()
            while start < end and not sentence[start].isupper():
                start += 1
            opens = False
        if honorific := _HONORIFIC.match(sentence, start, end):
            start = honorific.end()
        # A date within ("Winter in May 1950") was taken before; here only its edges matter.
        span = (
            sentence[start:end].rstrip(".")
            if sentence[start:end].count(".") == 1
            else sentence[start:end]
        )
        end = start + len(span)
        if 1 < len(span) <= MAX_NAME and self._is_name(sentence, start, end, opens):
            yield start, end

    def _is_name(self, sentence: str, start: int, end: int, opens: bool) -> bool:
        span = sentence[start:end]
        words = span.split()
        if len(words) > 1:
            return any(word.lower() not in NOT_NAMES for word in words)
        if span.isdigit() or (
            is_nationality(span.split("-")[0]) and sentence[end : end + 2] not in ("", ".", ",")
        ):
            return False
        if not opens or any(c.isupper() or c.isdigit() for c in span[1:]):
            return True
        return span in self._inside


def _only_opens(word: str, opens: bool, more: bool) -> bool:
    """Whether a word is capitalised for its place, not as part of the name that follows."""
    lower = word.lower()
    if lower not in NOT_NAMES or (word.isupper() and len(word) > 1):
        return False
    if more and lower in PART_OF_NAMES:
        return False
    return opens or lower in ARTICLES or not more


def kind_of(name: str) -> EntityKind:
    """The kind that the words of a name tell."""
    for kind, pattern in _KIND_WORDS:
        if pattern.search(name):
            return kind
    return "other"


def _is_within_name(sentence: str, start: int, end: int) -> bool:
    """Whether one known word is part of somebody's longer name: "Komang" before "Teguh"."""
    if " " in sentence[start:end]:
        return False
    before = _LAST_WORD.search(sentence[:start])
    opens = before and before[0].lower() in NOT_NAMES
    return bool(before and not opens) or bool(re.match(rf" {UPPER}[a-z]", sentence[end:]))


_LAST_WORD = re.compile(rf"(?<![\w]){UPPER}[\w.’'-]* $")


def _is_title(work: str) -> bool:
    """Whether quoted words are written as titles are: most of them capitalised."""
    words = [
        word for word in _WORD.findall(work) if word.lower() not in NOT_NAMES or word[0].isupper()
    ]
    capitalised = sum(word[0].isupper() for word in words)
    return bool(words) and work[-1] not in ",." and capitalised * 3 >= len(words) * 2


def _is_term(name: str) -> bool:
    """Whether lower-case words at the start of a sentence can be what it defines."""
    words = name.lower().split()
    return not any(word in NOT_NAMES or word.endswith("ly") or is_verb(word) for word in words)


_INSIDE = re.compile(rf"(?<=[a-z,;] ){UPPER}[\w-]*\w")


def _capitalised_inside(text: str) -> frozenset[str]:
    return frozenset(_INSIDE.findall(text))
