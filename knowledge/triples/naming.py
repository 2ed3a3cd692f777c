"""One name for an entity throughout a document: abbreviations that it explains, its title.

"LLM" is named "Large Language Model" where the document says so, "Mercury" is "Mercury (planet)"
under that title, and "Cruz" is the person whom the document titled "Patrick Cruz" is about.
"""

from knowledge.graph import ALIAS_PREDICATES
from knowledge.text import comparable
from knowledge.triples.english.names import kind_of
from knowledge.triples.statements import Statement
from knowledge.triples.topic import Topic
from knowledge.types import EntityKind, EntityMention

_SHORTENING = frozenset(["abbreviation", "简称"])
_PERSON_SUBJECT = frozenset(
    "出生日期 出生地 逝世日期 逝世地 毕业于 就读于 就读 妻子 丈夫 父亲 母亲".split()
)
_PERSON_PREDICATES = (
    "born",
    "died",
    "married",
    "educated",
    "graduated",
    "studied",
    "son of",
    "daughter of",
)
_PERSON_OBJECT = frozenset(
    "directed by|written by|created by|starring|composed by|执导者|导演者|编剧|主演|作曲者|撰写者|"
    "导演|"
    "作者|"
    "饰演者|"
    "主唱".split("|")
)
_PLACE_OBJECT = frozenset(
    "born in|died in|located in|situated in|based in|出生地|逝世地|位于|坐落于|首都|省会".split("|")
)


class Naming:
    """Learns names from the statements of one document and applies them.

    Args:
        topic: what the document is about.
    """

    def __init__(self, topic: Topic) -> None:
        self._topic = topic
        self._full: dict[str, str] = {}
        self._kinds: dict[str, EntityKind] = {}

    def learn(self, statement: Statement) -> None:
        """Take note of an abbreviation, and of what a relation tells about its ends."""
        if comparable(statement.predicate) in _SHORTENING:
            self._full.setdefault(comparable(statement.object), statement.subject)
        if (
            statement.predicate.startswith(_PERSON_PREDICATES)
            or statement.predicate in _PERSON_SUBJECT
        ):
            self._kinds[comparable(statement.subject)] = "person"
        if statement.predicate in _PERSON_OBJECT:
            self._kinds.setdefault(comparable(statement.object), "person")
        if statement.predicate in _PLACE_OBJECT:
            self._kinds.setdefault(comparable(statement.object), "place")

    def is_alias(self, statement: Statement) -> bool:
        """Whether a statement says that two names are one entity's."""
        return comparable(statement.predicate) in ALIAS_PREDICATES

    def is_told(self, short: str) -> bool:
        """Whether the document itself says what a short name stands for."""
        return comparable(short) in self._full or _singular(short) in self._full

    def name(self, name: str) -> str:
        """The full name of an entity, or the name as it is."""
        if full := self._full.get(comparable(name)) or self._full.get(_singular(name)):
            return full
        return self._topic.name if self._topic.is_named(name) else name

    def kind(self, mention: EntityMention) -> EntityKind:
        """The kind of a mention, as its words or the document tell it."""
        if mention.kind in ("date", "quantity", "work"):
            return mention.kind
        if self._topic.person and self.name(mention.name) == self._topic.name:
            return "person"
        told = self._kinds.get(comparable(self.name(mention.name)))
        if told and mention.kind in ("other", "term", "person"):
            return told if kind_of(mention.name) == "other" else mention.kind
        return mention.kind


def _singular(name: str) -> str:
    """LLMs are several LLM."""
    return comparable(name[:-1]) if name.endswith("s") and name[:-1].isupper() else ""
