"""Reads the sentences of one Chinese document, or the Chinese ones of a mixed document."""

import re
from collections.abc import Iterator

from knowledge.text import cjk_share, comparable, simplified
from knowledge.triples.chinese import clauses, parentheses
from knowledge.triples.chinese.names import ChineseNameFinder, kind_of
from knowledge.triples.chinese.subjects import subject_of
from knowledge.triples.masking import NAME, TOPIC, Masked
from knowledge.triples.statements import Statement
from knowledge.triples.topic import Topic
from knowledge.types import EntityMention

_MAX_SENTENCE = 300
_OPENING = re.compile(
    r"^[《〈「“]?(?P<name>[^《》〈〉「」“”，。；：（）()、的是为]{1,15})[》〉」”]?(?=[（(，]|是|为)"
)


class ChineseReader:
    """Keeps in mind what the document is about while its sentences go by.

    Args:
        topic: what it is about; a document without one is about its first subject.
    """

    def __init__(self, topic: Topic) -> None:
        self._topic = topic
        self._finder = ChineseNameFinder((topic.base,) if topic.base else ())
        self._clear = True
        self._opens = True
        self._shorten()

    def mentions(self, sentence: str, start: int) -> list[EntityMention]:
        """Entities of a sentence that starts at `start`."""
        return self._finder.find(sentence, start)

    def new_paragraph(self) -> None:
        """The next sentence opens a paragraph."""
        self._clear = True

    def read(self, sentence: str, masked: Masked) -> Iterator[Statement]:
        """What a sentence states; the parts are the sentence's own words."""
        if len(sentence) > _MAX_SENTENCE or sentence.startswith("|"):
            return
        if self._opens:
            self._opens = False
            self._adopt(masked)
        text = self._name_topic(masked)
        bare = parentheses.without_parentheses(text)
        if self._topic.name and self._clear:
            bare = clauses.with_topic(bare)
        # Simplified characters stand where the sentence's own do: one for one.
        plain, plain_bare = simplified(text), simplified(bare)
        self._follow(plain_bare)
        for found in parentheses.statements(plain):
            statement = self._in_words(found, plain, text, masked)
            # Dynasties and companies have years in parentheses, too.
            if found.predicate not in parentheses.LIFE or kind_of(statement.subject) == "other":
                yield statement
        for found in clauses.statements(plain_bare):
            yield self._in_words(found, plain_bare, bare, masked)

    def _in_words(self, found: Statement, plain: str, text: str, masked: Masked) -> Statement:
        """The statement in the sentence's own characters."""
        parts = []
        for part in (found.subject, found.object):
            at = plain.find(part)
            own = text[at : at + len(part)] if at >= 0 else part
            parts.append(masked.words(own).replace(TOPIC, self._topic.name))
        predicate = found.predicate
        if predicate == parentheses.BRACKETED:
            predicate = _bracketed(*parts)
        return Statement(parts[0], predicate, parts[1], found.confidence)

    def _adopt(self, masked: Masked) -> None:
        """A document without a title is about the subject of its first sentence."""
        opening = _OPENING.match(masked.text)
        if self._topic.name or not opening:
            return
        name = masked.words(opening["name"])
        self._topic.name = self._topic.base = name
        self._shorten()

    def _shorten(self) -> None:
        """A transliterated name is shortened to its last part."""
        *rest, last = re.split("[·•‧・]", self._topic.base)
        if rest and len(last) > 1:
            self._topic.short.add(comparable(last))

    def _name_topic(self, masked: Masked) -> str:
        return "".join(
            TOPIC if c in masked.mentions and self._topic.is_named(masked.mentions[c].name) else c
            for c in masked.text
        )

    def _follow(self, bare: str) -> None:
        """Whether the next pronoun can mean the topic: nobody else came up as a subject."""
        subject, _ = subject_of(re.split("[，；。]", bare)[0])
        if subject:
            self._clear = subject == TOPIC
        elif subject is None and re.search(NAME, bare.replace(TOPIC, "")):
            self._clear = False


def _bracketed(name: str, other: str) -> str:
    """What a name in parentheses is to the one before; nothing if both are of one script."""
    chinese = cjk_share(name) >= 0.5
    if chinese == (cjk_share(other) >= 0.5):
        return ""
    return "外文名" if chinese else "中文名"
