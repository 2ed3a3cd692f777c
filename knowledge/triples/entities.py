"""Entities of any text, without a document: a question, a passage, a title."""

from knowledge.sentences import sentence_spans
from knowledge.triples.chinese.names import ChineseNameFinder
from knowledge.triples.english.names import NameFinder
from knowledge.types import EntityMention, Language


def find_entities(text: str, language: Language) -> list[EntityMention]:
    """Entities of `text`, by place, not overlapping; each is named `text[start:end]`."""
    finder = ChineseNameFinder() if language == "zh" else NameFinder(text)
    return [
        mention
        for start, end in sentence_spans(text)
        for mention in finder.find(text[start:end], start)
    ]
