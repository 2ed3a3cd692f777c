"""A tree of a web page that stops growing at a limit."""

from typing import Any

from bs4 import BeautifulSoup
from bs4.builder._lxml import LXMLTreeBuilder

from knowledge.parsers.markup import MAX_PIECES, too_much_markup


def counted_soup(page: str, name: str) -> BeautifulSoup:
    """The tree of a page.

    Raises:
        UnreadableDocumentError: `too_large`, as soon as it has more than `MAX_PIECES`.
    """
    return BeautifulSoup(page, builder=_CountingBuilder(name))


class _CountingBuilder(LXMLTreeBuilder):
    """Builds what BeautifulSoup's own builder does; a tag and a comment count with their text."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self._name = name
        self._pieces = 0

    def start(self, tag: Any, attrib: Any, *namespaces: Any) -> None:  # noqa: ANN401 - lxml's
        self._count(2 + len(attrib))
        super().start(tag, attrib, *namespaces)

    def comment(self, text: Any) -> None:  # noqa: ANN401 - as above
        self._count(2)
        super().comment(text)

    def pi(self, target: str, data: str) -> None:
        self._count(2)
        super().pi(target, data)

    def _count(self, pieces: int) -> None:
        self._pieces += pieces
        if self._pieces > MAX_PIECES:
            raise too_much_markup(self._name)
