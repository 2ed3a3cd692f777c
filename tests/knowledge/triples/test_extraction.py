"""What any extractor's triples have to be before they are kept."""

from knowledge.triples.base import Extraction
from knowledge.triples.extraction import read_document
from knowledge.types import Document, EntityMention, Span, Triple

TEXT = "Ada met Bob. Bob is not a poet. 她去过北京。"
SPANS = [Span(0, 12), Span(13, 40)]


class Scripted:
    """Says what it is told to say."""

    name = "scripted"

    def __init__(self, *triples: Triple, mentions: tuple[EntityMention, ...] = ()) -> None:
        self._extraction = Extraction(list(mentions), list(triples))

    def extract(self, document, spans):
        return self._extraction


def kept(*triples: Triple) -> list[tuple[str, int | None]]:
    read = read_document(Scripted(*triples), Document("d", "t", TEXT), SPANS)
    return [(t.verbalise(), position) for t, position in read.triples]


def test_a_triple_goes_to_the_passage_of_its_sentence_under_the_extractors_name():
    read = read_document(
        Scripted(Triple(" Ada ", "met", "Bob,", start=0, end=12)), Document("d", "t", TEXT), SPANS
    )
    ((triple, position),) = read.triples
    assert (triple.verbalise(), triple.source, position) == ("Ada — met — Bob", "scripted", 0)


def test_a_triple_said_twice_is_kept_where_it_was_said_first():
    twice = (
        Triple("Ada", "met", "Bob", start=0, end=12),
        Triple("Ada", "met", "Bob", start=13, end=31),
    )
    assert kept(*twice) == [("Ada — met — Bob", 0)]


def test_what_is_not_kept():
    assert (
        kept(
            Triple("Ada", "met", "Bob"),  # no sentence
            Triple("Ada", "met", "Bob", start=5, end=500),  # beyond the text
            Triple("She", "met", "Bob", start=0, end=12),
            Triple("她", "去过", "北京", start=32, end=38),
            Triple("Ada", "met", "them", start=0, end=12),
            Triple("Ada", "met", "ADA", start=0, end=12),
            Triple("Ada", "", "Bob", start=0, end=12),
            Triple("Ada", "met", "—", start=0, end=12),
            Triple("Ada", "met", "x" * 300, start=0, end=12),
            Triple("Ada", "met", "her brother", start=0, end=12),
            Triple("Ada", "met", "Bob", start=0, end=12, confidence=1.5),
            Triple("Bob", "is a", "poet", start=13, end=31),  # "is not a poet"
        )
        == []
    )


def test_mentions_outside_of_passages_are_dropped():
    mentions = (
        EntityMention(0, 3, "Ada", "person"),
        EntityMention(12, 13, "x", "other"),
        EntityMention(34, 99, "北京", "place"),
    )
    read = read_document(Scripted(mentions=mentions), Document("d", "t", TEXT), SPANS)
    assert read.mentions == [(mentions[0], 0)]
