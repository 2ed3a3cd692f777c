"""Where a name begins or ends in an English question, told by its capitals alone."""

import re

from service.decomposition.english_words import CONNECTORS

_TOKEN = re.compile(r"\S+")
_QUOTES = {'"': '"', "“": "”", "'": "'"}
_ASKING = frozenset(
    "who whom whose what which when where why how is was are were do does did has have had can "
    "could would will in on at of for the".split()
)

# "A, B or C", but not "Love, Honor and Obey or C", nor "John Ernest, Duke of C or D".
_LISTS = re.compile(r"^[^,]+, [A-Z][\w-]*(?: [A-Z][\w-]*)*$")


def two_names(names: str, word: str) -> tuple[str, str] | None:
    """Two names joined by a word, if it stands between them just once and no third is listed."""
    parts = [part.strip(" ,") for part in re.split(rf",? {word} ", names)]
    if (
        len(parts) != 2
        or _LISTS.search(parts[0])
        or not all(part[:1].isupper() or part[:1].isdigit() or part[:1] in '"“' for part in parts)
    ):
        return None
    return parts[0], parts[1]


def name_from(text: str, start: int) -> int | None:
    """Where the name that begins at `start` ends; None if none begins there."""
    closing = _QUOTES.get(text[start : start + 1])
    if closing and (end := text.find(closing, start + 1)) > 0:
        return end + 1
    last: int | None = None
    for token in _TOKEN.finditer(text, start):
        word = token[0]
        if _capital(word):
            last = token.start() + len(_bare(word))
            if last < token.end() and word[len(_bare(word))] in "?!;'’":
                break
        elif last is None or word not in CONNECTORS:
            break
    return last


def name_ending(text: str, end: int) -> int | None:
    """Where the name that ends at `end` begins; None if none ends there."""
    start = None
    for token in reversed(list(_TOKEN.finditer(text, 0, end))):
        word = token[0]
        opens = token.start() == 0 or start is None
        if _capital(word) and not (token.start() == 0 and word.lower() in _ASKING):
            start = token.start()
        elif opens or word.strip(",") not in CONNECTORS:
            break
    return start


def _capital(word: str) -> bool:
    first = word.lstrip("(\"“'‘[")[:1]
    return first.isupper() or first.isdigit()


def _bare(word: str) -> str:
    """A word up to the punctuation or the possessive that ends it."""
    bare = re.sub(r"['’]s?[?.,!]*$", "", word) if re.search(r"['’]s?[?.,!]*$", word) else word
    return bare.rstrip("?!,;")
