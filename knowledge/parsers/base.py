"""What every parser takes and gives. Knows no format."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, ClassVar, Protocol

from knowledge.errors import UnreadableDocumentError

DEFAULT_MAX_BYTES = 200 * 1024 * 1024
# Called now and then while a long file is read; raises when whoever waits for it has left.
Check = Callable[[], None]


def go_on() -> None:
    """A check for readers who have all the time they want."""


@dataclass(frozen=True, slots=True)
class ParsedDocument:
    r"""The text of one document as it was read from a file.

    Attributes:
        text: Markdown or plain text with `\n` line ends and no forbidden characters.
        title: first heading, title in the file's properties, or the file's name made readable.
        media_type: the kind of file it was read from.
        id, uri: given by rows of `.jsonl` only.
        metadata: what else the file says about itself; JSON-serialisable.
    """

    text: str
    title: str
    media_type: str
    id: str | None = None
    uri: str | None = None
    metadata: dict[str, Any] = field(default_factory=dict)


Parsed = Iterator[ParsedDocument | UnreadableDocumentError]


class Parser(Protocol):
    """Reads one kind of file. A whole file that cannot be read raises; a bad row is yielded.

    Args:
        max_bytes: the largest file to read.
        check: called between pages and rows, where the format has any.
    """

    suffixes: ClassVar[frozenset[str]]

    def __init__(self, max_bytes: int = DEFAULT_MAX_BYTES, check: Check = go_on) -> None: ...

    def parse(self, data: bytes, name: str) -> Parsed:
        """Yield the documents in `data`; `name` is the file's name, for titles and messages.

        Raises:
            UnreadableDocumentError: the file as a whole cannot become text.
        """
        ...
