"""The extractor that needs no model: patterns over sentences, English and Chinese, and tables.

What it cannot read with some certainty it leaves out. It knows a document's title, follows who is
spoken of from sentence to sentence, and nothing of other documents.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from knowledge.sentences import sentence_spans
from knowledge.text import comparable, language_of
from knowledge.triples.base import Extraction
from knowledge.triples.chinese.reader import ChineseReader
from knowledge.triples.english.reader import EnglishReader
from knowledge.triples.masking import mask
from knowledge.triples.naming import Naming
from knowledge.triples.statements import Statement
from knowledge.triples.tables import table_triples
from knowledge.triples.topic import Topic
from knowledge.types import Document, EntityMention, Span, Triple

# How the name that a text uses for its topic is put on record.
SHORT_NAMES = {"en": "short name", "zh": "简称"}


class PatternExtractor:
    """Reads triples and mentions by rule; one instance serves any number of threads."""

    name = "patterns"

    def extract(self, document: Document, spans: Sequence[Span]) -> Extraction:
        """Mentions and triples of the passages of a document."""
        topic = Topic.of_title(document.title)
        english = EnglishReader(document.text, topic)
        chinese = ChineseReader(topic)
        naming = Naming(topic)
        mentions: list[EntityMention] = []
        sentences: list[tuple[int, int]] = []
        read: list[tuple[Statement, int, int]] = []
        for start, end, opens in _sentences(document.text, spans):
            sentence = document.text[start:end]
            reader = chinese if language_of(sentence) == "zh" else english
            if opens:
                reader.new_paragraph()
            found = reader.mentions(sentence, start)
            mentions += found
            sentences += [(start, end)] * len(found)
            for statement in reader.read(sentence, mask(sentence, start, found)):
                naming.learn(statement)
                read.append((statement, start, end))
        triples = [_triple(statement, start, end, naming) for statement, start, end in read]
        named = [replace(m, name=naming.name(m.name), kind=naming.kind(m)) for m in mentions]
        triples += _used_names(mentions, sentences, naming)
        triples += table_triples(document, topic.name)
        return Extraction(named, triples)


def _sentences(text: str, spans: Sequence[Span]) -> Iterator[tuple[int, int, bool]]:
    """Sentences of all passages with their offsets, and whether they open a paragraph."""
    for span in spans:
        last = span.start
        for start, end in sentence_spans(text[span.start : span.end]):
            gap = text[last : span.start + start]
            yield span.start + start, span.start + end, start == 0 or "\n\n" in gap
            last = span.start + end


def _triple(statement: Statement, start: int, end: int, naming: Naming) -> Triple:
    # The ends of an alias are what they are: one of them is the short name.
    names = (statement.subject, statement.object)
    if not naming.is_alias(statement):
        names = (naming.name(names[0]), naming.name(names[1]))
    return Triple(
        names[0],
        statement.predicate,
        names[1],
        confidence=statement.confidence,
        start=start,
        end=end,
    )


def _used_names(
    mentions: Sequence[EntityMention], sentences: Sequence[tuple[int, int]], naming: Naming
) -> Iterator[Triple]:
    """The short names that the text calls its topic by, as alias triples: a merge is on record."""
    told = set[str]()
    for mention, (start, end) in zip(mentions, sentences, strict=True):
        full, short = naming.name(mention.name), comparable(mention.name)
        if comparable(full) == short or short in told or naming.is_told(mention.name):
            continue
        told.add(short)
        predicate = SHORT_NAMES[language_of(mention.name)]
        yield Triple(full, predicate, mention.name, confidence=0.7, start=start, end=end)
