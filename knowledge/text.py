"""Text as both languages need it: cleaning, language, comparable forms and search terms.

Terms are the one tokenisation that the keyword index, the entity linker and the checks share:
Latin words lower-cased, accents folded and stemmed; Chinese, Japanese and Korean runs cut into
character bigrams (as good as a dictionary segmenter for retrieval, and faster).
"""

import re
import unicodedata
from collections.abc import Set
from functools import cache

import regex
import tantivy
from opencc import OpenCC

from knowledge.stop_words import STOP_PHRASES_ZH, STOP_WORDS_EN
from knowledge.types import Language

# Characters of scripts written without spaces, for use inside a regular expression's class.
CJK = (
    "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003134f"
    "\u3040-\u30ff\u31f0-\u31ff\uac00-\ud7af"
)
_CJK_CHARACTER = re.compile(f"[{CJK}]")
_LATIN = rf"[^\W_{CJK}]"
_RUN = re.compile(
    rf"(?P<cjk>[{CJK}]+)"
    rf"|(?P<word>\d+(?:[.,]\d+)*(?!{_LATIN})|{_LATIN}+(?:['’](?:s|t)\b)?)"
)
# Lone surrogates cannot be encoded; control characters break terminals, XML and SQLite's substr.
FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff\ufeff]")
NEWLINES = re.compile("\r\n?|\u2028|\u2029|\x85")

# Only marks on Latin, Greek and Cyrillic are spelling variants.
_SPELLING_MARK = regex.compile(r"(?<=[\x00-\u04ff])\p{Mn}")

# Letters of a fragment of a Latin word.
_GRAM = 4
_STOP_ZH = re.compile("|".join(sorted(map(re.escape, STOP_PHRASES_ZH), key=len, reverse=True)))


def clean_text(text: str) -> str:
    r"""Normalise line ends to `\n` and drop characters that no document should carry."""
    return FORBIDDEN.sub("", NEWLINES.sub("\n", text))


def has_forbidden_characters(text: str) -> bool:
    """Whether `text` holds lone surrogates or control characters other than newline and tab."""
    return bool(FORBIDDEN.search(text.replace("\r", "")))


def is_cjk(character: str) -> bool:
    """Whether a character belongs to a script written without spaces."""
    return bool(_CJK_CHARACTER.match(character))


def cjk_share(text: str) -> float:
    """Share of the letters of `text` that are Chinese, Japanese or Korean (0 without letters)."""
    letters = sum(1 for c in text if c.isalpha())
    return len(_CJK_CHARACTER.findall(text)) / letters if letters else 0.0


def language_of(text: str) -> Language:
    """The language to answer in. A Chinese question often carries English terms: 0.25 is enough."""
    return "zh" if cjk_share(text) >= 0.25 else "en"


def comparable(text: str) -> str:
    """The form in which names are compared.

    Width, case, diacritics and spacing are folded, and Traditional characters become Simplified.
    """
    folded = _strip_marks(unicodedata.normalize("NFKC", text).casefold())
    if not folded.isascii():
        # The converter wants UTF-8, and a lone surrogate has none.
        folded = _to_simplified().convert(folded.encode("utf-8", "replace").decode())
    return " ".join(folded.split())


def simplified(text: str) -> str:
    """Traditional characters as Simplified ones, one for one: offsets stay what they are."""
    return text if text.isascii() else text.translate(_simplified_characters())


@cache
def _simplified_characters() -> dict[int, str]:
    characters = [chr(c) for c in (*range(0x3400, 0x4DC0), *range(0x4E00, 0xA000))]
    found = _to_simplified().convert("\n".join(characters)).split("\n")
    changed = zip(characters, found, strict=True)
    return {ord(a): b for a, b in changed if a != b and len(b) == 1}


@cache
def _to_simplified() -> OpenCC:
    return OpenCC("t2s")


def _strip_marks(text: str) -> str:
    if text.isascii():
        return text
    decomposed = unicodedata.normalize("NFD", text)
    return unicodedata.normalize("NFC", _SPELLING_MARK.sub("", decomposed))


@cache
def _stemmer() -> tantivy.TextAnalyzer:
    builder = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace())
    return builder.filter(tantivy.Filter.stemmer("english")).build()


def words(text: str) -> list[str]:
    """Comparable words, unstemmed: Latin words and numbers, CJK bigrams (single if alone)."""
    found: list[str] = []
    for match in _RUN.finditer(comparable(text)):
        if run := match["cjk"]:
            found.extend(run[i : i + 2] for i in range(max(1, len(run) - 1)))
        else:
            found.append(_plain(match["word"]))
    return found


def _plain(word: str) -> str:
    if word[0].isdigit():
        return word.replace(",", "")
    word = word.replace("’", "'")
    return word.removesuffix("'s")


def terms(text: str) -> list[str]:
    """Search terms in order, with repeats: what is indexed and what a query looks up."""
    found = words(text)
    stems: list[str] = _stemmer().analyze(" ".join(found))
    # The stemmer leaves its input's count unchanged: words hold no white space.
    return stems


def content_terms(text: str) -> list[str]:
    """The terms a question is about: `terms` without function words, in order, each once."""
    folded = comparable(text)
    without = _STOP_ZH.sub(" ", folded) if cjk_share(folded) else folded
    about = (w for w in words(without) if w not in STOP_WORDS_EN and not w.endswith("n't"))
    return list(dict.fromkeys(terms(" ".join(about))))


def fragments(text: str) -> set[str]:
    """Pieces smaller than terms, for loose comparison: CJK characters, 4-grams of Latin words."""
    found: set[str] = set()
    for match in _RUN.finditer(comparable(text)):
        piece = match[0]
        if match["cjk"]:
            found.update(piece)
        else:
            found.update(piece[i : i + _GRAM] for i in range(max(1, len(piece) - _GRAM + 1)))
    return found


def shared_fragments(wanted: Set[str], folded: str) -> int:
    """How many of some fragments a comparable text has: `len(wanted & fragments(folded))`.

    Does not cut the text up, so that a passage costs as little as what is looked for in it.
    """
    whole = {f for f in wanted if is_cjk(f) or (len(f) == _GRAM and f.isalnum())}
    found = sum(f in folded for f in whole)
    # A shorter one is a whole word, and one with a comma a part of a number.
    rest = wanted - whole
    return found + len(rest & fragments(folded)) if rest else found


def content_fragments(question: str) -> set[str]:
    """The fragments of what a question is about, function words left out."""
    folded = comparable(question)
    without = _STOP_ZH.sub(" ", folded) if cjk_share(folded) else folded
    kept = (m[0] for m in _RUN.finditer(without) if m[0] not in STOP_WORDS_EN)
    return fragments(" ".join(kept))
