"""Bytes to text when nobody said which encoding: Unicode first, then Chinese and Japanese ones.

Byte order marks and valid UTF-8 are certain; everything else is a guess that has to be plausible.
"""

import codecs
import re
import unicodedata

from knowledge.errors import UnreadableDocumentError
from knowledge.parsers.sniff import refuse_binary

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# encoding: lead bytes of the characters that ordinary text is made of (punctuation, kana, and
# the first of the standard's two levels of ideographs).
_COMMON_LEADS = {
    "gb18030": ("gb2312", range(0xA1, 0xD8)),
    "big5": ("big5", range(0xA1, 0xC7)),
    "shift_jis": ("shift_jis", range(0x81, 0x98)),
}
_GUESSED = (*_COMMON_LEADS, "euc_jp", "cp949", "cp1252", "latin_1", "cp1250", "cp1251", "cp1253")
_PLAUSIBLE = 0.9
# Statistics need something to count; under this many non-ASCII bytes, character tables know more.
_FEW_BYTES = 80
_SAMPLE = 256 * 1024
_MAX_DAMAGE = 0.001
_MAX_FOREIGN_LATIN = 0.4
_ODD_CATEGORIES = frozenset({"Cc", "Co", "Cn"})


def decode(data: bytes, name: str, declared: str | None = None) -> str:
    """Decode a file that should be text.

    Args:
        data: the bytes of the file.
        name: the file's name, for messages.
        declared: encoding that the file itself names, as a web page does; tried after UTF-8.

    Raises:
        UnreadableDocumentError: `binary` or `wrong_type` if it is no text, `bad_encoding` if no
            known encoding makes sense of it.
    """
    refuse_binary(data, name)
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return _checked(_with_mark(data, encoding, name), name)
    text = _utf8(data)
    if text is None:
        text = _try(data, declared) if declared else None
    if text is None:
        text = _guess(data)
    if text is None:
        raise _bad_encoding(name)
    return _checked(text, name)


def _with_mark(data: bytes, encoding: str, name: str) -> str:
    # A file cut in the middle of its last character is still readable.
    text = data.decode(encoding, errors="replace").removesuffix("\ufffd")
    if text.count("\ufffd") > len(text) * _MAX_DAMAGE:
        raise _bad_encoding(name)
    return text


def _utf8(data: bytes) -> str | None:
    text = _try(data, "utf-8")
    if text is None:
        # A stray byte in a large UTF-8 file must not turn the rest of it into another alphabet.
        damaged = data.decode("utf-8", errors="replace").removesuffix("\ufffd")
        sound = sum(1 for c in damaged if c > "\x7f" and c != "\ufffd")
        lost = damaged.count("\ufffd")
        if sound > 20 * lost and lost <= len(damaged) * _MAX_DAMAGE:
            text = damaged
    return text


def _try(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except (UnicodeError, LookupError):
        return None


def _guess(data: bytes) -> str | None:
    sample = data[:_SAMPLE]
    if len(data) > _SAMPLE:
        sample = sample[: sample.rfind(b"\n") + 1] or sample
    foreign = len(re.findall(rb"[\x80-\xff]", sample))
    encoding = _by_tables(sample) if foreign < _FEW_BYTES else None
    encoding = encoding or _by_statistics(sample) or _by_tables(sample)
    if encoding is None:
        return None
    text = data.decode(encoding, errors="replace").removesuffix("\ufffd")
    return text if text.count("\ufffd") <= len(text) * _MAX_DAMAGE else None


def _by_tables(sample: bytes) -> str | None:
    scored = [(_common_share(sample, encoding), encoding) for encoding in _COMMON_LEADS]
    best, encoding = max(scored, key=lambda entry: entry[0])
    if best >= _PLAUSIBLE:
        return encoding
    latin = _try(sample, "cp1252")
    if latin is None:
        return None
    foreign = [c for c in latin if c > "\x7f"]
    odd = [c for c in foreign if not (c.isalpha() or unicodedata.category(c)[0] in "PSZ")]
    few = len(foreign) <= max(2, len(latin) * _MAX_FOREIGN_LATIN)
    return "cp1252" if few and not odd else None


def _by_statistics(sample: bytes) -> str | None:
    from charset_normalizer import from_bytes

    found = from_bytes(sample, cp_isolation=list(_GUESSED), preemptive_behaviour=False).best()
    if found is None:
        return None
    if found.encoding in _COMMON_LEADS and _common_share(sample, found.encoding) < _PLAUSIBLE / 2:
        return None
    foreign = sum(1 for byte in sample if byte > 0x7F)
    if found.encoding in {"cp1252", "latin_1"} and foreign > len(sample) * _MAX_FOREIGN_LATIN:
        return None
    return found.encoding


def _common_share(sample: bytes, encoding: str) -> float:
    """Share of the non-ASCII characters that are common ones, were `sample` in `encoding`."""
    text = _try(sample, encoding)
    foreign = [c for c in text or "" if c > "\x7f"]
    if not foreign:
        return 0.0
    charset, leads = _COMMON_LEADS[encoding]
    common = sum(1 for c in foreign if (_try_encode(c, charset) or b"\0")[0] in leads)
    return common / len(foreign)


def _try_encode(character: str, encoding: str) -> bytes | None:
    try:
        return character.encode(encoding)
    except UnicodeError:
        return None


def _checked(text: str, name: str) -> str:
    sample = text[:_SAMPLE]
    odd = sum(
        1
        for c in sample
        if c not in "\t\n\r\f\v\x1b" and unicodedata.category(c) in _ODD_CATEGORIES
    )
    if odd > max(1, len(sample) * 0.01):
        raise _bad_encoding(name)
    return text


def _bad_encoding(name: str) -> UnreadableDocumentError:
    return UnreadableDocumentError(
        "bad_encoding",
        f"{name} is not text in an encoding that can be recognised. Save it as UTF-8.",
        name=name,
    )
