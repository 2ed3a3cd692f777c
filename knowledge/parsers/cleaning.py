r"""Make extracted text fit to store: `\n` line ends, nothing unprintable, no runs of blank lines.

Also titles, since every parser needs one and falls back on the file's name.
"""

import re
from pathlib import PurePath

from knowledge.errors import UnreadableDocumentError
from knowledge.headings import heading_of
from knowledge.text import clean_text

_TERMINAL_COLOURS = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")
_VERTICAL = re.compile("[\x0b\x0c]")
_INVISIBLE = re.compile("[\u00ad\u200b\u2060]")
_ODD_SPACES = re.compile("[\u00a0\u2007\u202f]")
# Tried only where a run of blanks begins: tried at each of n blanks, it would take n² steps.
_TRAILING = re.compile(r"(?<![ \t])[ \t]+$", re.MULTILINE)
_BLANK_LINES = re.compile(r"\n{3,}")
_FENCE = re.compile(r"\s*(```|~~~)")
_EMPHASIS = re.compile(r"\*\*|__|`")
_LINK = re.compile(r"!?\[([^\]]*)\]\([^)]*\)")
# What office programs write into a title property when the author did not.
_PLACEHOLDER_TITLE = re.compile(
    r"(?:untitled|word document|powerpoint presentation|presentation|document|workbook)?\s*\d*"
    r"|microsoft (?:word|powerpoint|excel) - .*|(?:powerpoint )?演示文稿\s*\d*"
    r"|.*\.(?:docx?|pptx?|tex|dvi|indd)",
    re.IGNORECASE,
)
_MAX_TITLE = 200


def clean(text: str) -> str:
    """Text written by people: kept as it is but for line ends and forbidden characters."""
    text = _VERTICAL.sub("\n", _TERMINAL_COLOURS.sub("", text))
    return clean_text(text).strip("\n")


def clean_converted(text: str) -> str:
    """Text written by a converter: layout leftovers (odd spaces, blank lines) go as well."""
    text = _ODD_SPACES.sub(" ", _INVISIBLE.sub("", clean(text)))
    return _BLANK_LINES.sub("\n\n", _TRAILING.sub("", text)).strip("\n")


def require_text(text: str, name: str) -> str:
    """Return `text`, or raise `empty` when there is nothing but white space in it."""
    if not text.strip():
        raise UnreadableDocumentError(
            "empty", f"{name} holds no text. Check that it is the right file.", name=name
        )
    return text


def first_heading(text: str) -> str | None:
    """The first Markdown heading outside code blocks, without its markup."""
    fenced = False
    for line in text.split("\n"):
        if _FENCE.match(line):
            fenced = not fenced
        elif not fenced and (found := heading_of(line)):
            plain = _EMPHASIS.sub("", _LINK.sub(r"\1", found[1]))
            if title := one_line(plain):
                return title
    return None


def one_line(text: str) -> str:
    """A title: white space collapsed, forbidden characters gone, at most 200 characters."""
    return " ".join(clean_converted(text).split())[:_MAX_TITLE].strip()


def real_title(text: object) -> str | None:
    """A title from a file's properties, or None for the placeholders that programs put there."""
    title = one_line(text) if isinstance(text, str) else ""
    return None if _PLACEHOLDER_TITLE.fullmatch(title) else title


def readable_stem(name: str) -> str:
    """The file's name as a title: `annual_report-2024.pdf` becomes `annual report 2024`."""
    file_name = PurePath(name.replace("\\", "/")).name
    stem = file_name.removesuffix(".gz")
    stem = PurePath(stem).stem or stem
    return one_line(re.sub(r"[_\-+]+", " ", stem)) or one_line(file_name) or "untitled"
