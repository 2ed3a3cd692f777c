"""The sentences of a passage as rules read them: prose on one line, pronouns resolved if safe."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from knowledge.sentences import sentence_spans
from knowledge.text import comparable, language_of
from knowledge.types import Chunk, Language
from service.evaluation.proposals.proposal import Reading

# Longer sentences are lists, tables or text without punctuation.
_MAX = 400
_MARKER = re.compile(r"^(?:[-*+•·]\s+|\d{1,3}[.)、]\s*|>\s*)")
_NO_PROSE = re.compile(r"^[|#`~{<]|\|.*\||https?://|www\.|\]\(|[{}<>\\]|={3}|\.{4}|—{3}|^\W*$|�")
_PRONOUN_EN = re.compile(
    r"^(?:It|He|She) (?=is |was |has |had |were |contains |uses |needs |takes )"
)
_PRONOUN_ZH = re.compile(r"^(?:它|他|她)(?!们|的)")
# A title that can stand for a pronoun: a name, not a file name, a headline or a question.
_NAME_EN = re.compile(r"(?!.*[?!:;,/_|])(?=.*[A-Za-z])[\w'’.&+() -]{2,50}")
_NAME_ZH = re.compile(r"(?!.*[？！：；，。/_|?])[\w·（）《》-]{2,16}")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a document, `text[start:end]`, with how rules read it."""

    chunk: Chunk
    text: str
    start: int
    end: int
    lang: Language
    reading: Reading


def sentences_of(chunk: Chunk) -> Iterator[Sentence]:
    """The sentences of a chunk that are prose or rows of a table."""
    known = comparable(" ".join((chunk.title, *chunk.heading_path)))
    before = ""
    for start, end in sentence_spans(chunk.text):
        text = chunk.text[start:end]
        plain = _MARKER.sub("", " ".join(text.split())).replace("**", "")
        if len(text) <= _MAX and not _NO_PROSE.search(plain):
            lang = language_of(text)
            said, note = _resolved(plain, before, chunk, lang)
            reading = Reading(said, known, chunk.text, note)
            yield Sentence(chunk, text, chunk.start + start, chunk.start + end, lang, reading)
            plain = said
        before = plain


def _resolved(text: str, before: str, chunk: Chunk, lang: Language) -> tuple[str, str]:
    """The sentence with a pronoun at its start replaced by the title, where that is safe.

    Safe means that the sentence before has the title as its subject: then the pronoun has no
    nearer name to stand for.
    """
    pronoun, name = (_PRONOUN_ZH, _NAME_ZH) if lang == "zh" else (_PRONOUN_EN, _NAME_EN)
    if not pronoun.match(text):
        return text, ""
    for topic in (*reversed(chunk.heading_path), chunk.title):
        topic = re.sub(r" ?[(（][^()（）]*[)）]$", "", topic).strip()
        if name.fullmatch(topic) and _is_subject(topic, before, lang):
            said = topic + (" " if lang == "en" else "") + pronoun.sub("", text, count=1)
            return said, f"the pronoun at the start of the sentence was read as ‘{topic}’"
    return text, ""


def _is_subject(topic: str, sentence: str, lang: Language) -> bool:
    said = comparable(sentence)
    topic = comparable(topic)
    if not said.startswith((topic, f"the {topic}")):
        return False
    rest = said.partition(topic)[2]
    # One other name in the sentence is one too many for `he` or `it`.
    return bool(rest) and (lang == "zh" or bool(re.match(r"[ ,(]", rest)))
