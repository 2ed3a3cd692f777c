"""What may be proposed: well-formed, self-contained, not answered by itself, asked only once."""

import re
from collections.abc import Iterable, Iterator

from knowledge.text import comparable, content_terms
from knowledge.types import Language
from service.evaluation.proposals import chinese_clauses, english_names
from service.evaluation.proposals.proposal import Found, Proposal
from service.evaluation.proposals.sentences import Sentence

_LENGTHS: dict[Language, tuple[int, int]] = {"en": (11, 170), "zh": (5, 64)}
_MAX_ANSWER: dict[Language, int] = {"en": 220, "zh": 100}
_OPEN = {"(": ")", "（": "）", "“": "”", "《": "》", "[": "]", "「": "」"}
_EDGE = " \t,;:，；：、"
_BROKEN = re.compile(r"[{}<>|\\�]|\s[?？]|\s,|,,|，，|  |[?？].")


def accept(found: Found, sentence: Sentence) -> Proposal | None:
    """The proposal of what a rule found, or None if it should not be asked."""
    answers = [a.strip(_EDGE) for a in found.answers]
    answers = [a for a in dict.fromkeys(answers) if is_answer(a, sentence.text, sentence.lang)]
    if not answers or not is_question(found.question, sentence.lang):
        return None
    if any(comparable(a) in comparable(found.question) for a in answers):
        return None
    notes = "; ".join(note for note in (found.note, sentence.reading.note) if note)
    kept = Found(found.rule, found.question, tuple(answers), found.subject, found.stated, notes)
    chunk = sentence.chunk
    return Proposal(
        kept, sentence.lang, sentence.text, chunk.document_id, sentence.start, sentence.end,
        chunk.title,
    )  # fmt: skip


def is_question(text: str, lang: Language) -> bool:
    """Whether a question looks like one that a person would ask out of nowhere."""
    shortest, longest = _LENGTHS[lang]
    if not shortest <= len(text) <= longest or _BROKEN.search(text) or not _closed(text):
        return False
    leans = chinese_clauses.leans if lang == "zh" else english_names.leans
    # "What is another name for" is ours and leans on nothing.
    own = text.replace("another name", "").replace("有哪一", "")
    return not leans(own) and bool(content_terms(text))


def is_answer(answer: str, sentence: str, lang: Language) -> bool:
    """Whether an answer is a whole, not too long piece of its sentence that says something."""
    if not 0 < len(answer) <= _MAX_ANSWER[lang] or answer not in sentence:
        return False
    if re.search(r"[a-z]\. [A-Z]|[。！？].", answer):  # more than one sentence
        return False
    return _closed(answer) and bool(comparable(answer)) and any(c.isalnum() for c in answer)


def _closed(text: str) -> bool:
    """Whether brackets and quotes are closed."""
    for opening, closing in _OPEN.items():
        if text.count(opening) != text.count(closing):
            return False
    return text.count('"') % 2 == 0 and text.count("`") % 2 == 0


def asked_once(proposals: Iterable[Proposal]) -> Iterator[Proposal]:
    """The proposals without repeats; questions of the same words with other answers all go."""
    groups: dict[tuple[str, ...], list[Proposal]] = {}
    for proposal in proposals:
        groups.setdefault(words_of(proposal.found.question), []).append(proposal)
    for group in groups.values():
        said = {comparable(p.found.answers[-1]) for p in group}
        if len(said) == 1:
            yield group[0]


def words_of(question: str) -> tuple[str, ...]:
    """What makes two questions the same: their words, in any order."""
    asked = comparable(question).split(" ")[0] if question.isascii() else ""
    return (asked, *sorted(content_terms(question)))
