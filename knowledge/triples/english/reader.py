"""Reads the sentences of one English document, or the English ones of a mixed document."""

from collections.abc import Iterator

from knowledge.triples.english import clauses, parentheses
from knowledge.triples.english.abbreviations import abbreviations
from knowledge.triples.english.names import NameFinder
from knowledge.triples.english.topics import TopicReader
from knowledge.triples.masking import TOPIC, Masked
from knowledge.triples.statements import Statement
from knowledge.triples.topic import Topic
from knowledge.types import EntityMention

# Sentences longer than this are lists, tables or code.
_MAX_SENTENCE = 600


class EnglishReader:
    """Keeps in mind what the document is about while its sentences go by.

    Args:
        text: the whole document's.
        topic: what it is about.
    """

    def __init__(self, text: str, topic: Topic) -> None:
        self._topic = topic
        self._finder = NameFinder(text, (topic.base,) if topic.base else ())
        self._topics = TopicReader(topic)

    def mentions(self, sentence: str, start: int) -> list[EntityMention]:
        """Entities of a sentence that starts at `start`."""
        return self._finder.find(sentence, start)

    def new_paragraph(self) -> None:
        """The next sentence opens a paragraph."""
        self._topics.new_paragraph()

    def read(self, sentence: str, masked: Masked) -> Iterator[Statement]:
        """What a sentence states; the parts are the sentence's own words."""
        for short in abbreviations(sentence):
            yield Statement(short.long, "abbreviation", short.short, 0.9)
        if len(sentence) > _MAX_SENTENCE or sentence.startswith("|"):
            return
        text = self._name_topic(masked)
        bare = self._topics.resolve(parentheses.without_parentheses(text))
        for found in (*parentheses.statements(text), *clauses.statements(bare)):
            yield self._in_words(found, masked)

    def _name_topic(self, masked: Masked) -> str:
        """Every name of the topic becomes the one character that stands for it."""
        return "".join(
            TOPIC if c in masked.mentions and self._topic.is_named(masked.mentions[c].name) else c
            for c in masked.text
        )

    def _in_words(self, found: Statement, masked: Masked) -> Statement:
        if found.subject == TOPIC and found.predicate in ("is a", "was a", "is", "was"):
            self._topics.learn(masked.words(found.object))
        if found.subject == TOPIC and found.predicate.startswith(("born", "died")):
            self._topics.is_person()
        return Statement(
            self._words(found.subject, masked),
            masked.words(found.predicate),
            self._words(found.object, masked),
            found.confidence,
        )

    def _words(self, part: str, masked: Masked) -> str:
        return masked.words(part).replace(TOPIC, self._topic.name)
