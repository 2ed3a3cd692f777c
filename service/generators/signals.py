"""Plain signals that a sentence of the evidence answers a question. Pure functions, no weights.

A candidate is one sentence of a passage, or one triple; its context is what a reader would have
in mind: title, headings, and the sentence before.
"""

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from knowledge.names import names_of_title
from knowledge.sentences import sentence_spans
from knowledge.text import (
    comparable,
    content_fragments,
    content_terms,
    fragments,
    is_cjk,
    terms,
)
from knowledge.types import Evidence
from service.generators.base import Question
from service.generators.focus import counted, focus_of, focus_share
from service.generators.predicate_words import asked_fragments as asked_predicate
from service.generators.predicate_words import asked_terms, asked_words
from service.generators.question_type import answer_type, candidates_of_type

NAMES = (
    "sentence_coverage",
    "context_coverage",
    "passage_coverage",
    "rarest_missing",
    "names_missing",
    "phrase_overlap",
    "similarity",
    "passage_similarity",
    "type_present",
    "type_absent",
    "defines",
    "rank",
    "focus_sentence",
    "focus_context",
    "counted",
    "about_coverage",
    "fragment_coverage",
    "fragment_context",
    "is_triple",
    "triple_named",
    "triple_predicate",
    "triple_typed",
    "length",
    "is_heading_or_question",
)
_NAME_IN_QUESTION = re.compile(r"\d[\d.,]*[A-Za-z%]*|[A-Z][\w.+-]*|\w*[a-z][A-Z]\w*")
_LATIN_IN_CHINESE = re.compile(r"[A-Za-z][\w.+-]*|\d[\d.,]*")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence that may answer: `evidence[index].text[start:end]`."""

    index: int
    start: int
    end: int
    text: str
    before: str


def find_candidates(evidence: Sequence[Evidence]) -> list[Candidate]:
    """Every sentence of every passage, and every triple, in the order of the evidence."""
    found = []
    for index, item in enumerate(evidence):
        if item.kind != "passage":
            found.append(Candidate(index, 0, len(item.text), item.text, ""))
            continue
        before = ""
        for start, end in sentence_spans(item.text):
            text = item.text[start:end]
            found.append(Candidate(index, start, end, text, before))
            before = text
    return found


def lexical_signals(
    question: Question, evidence: Sequence[Evidence], candidates: Sequence[Candidate]
) -> NDArray[np.float64]:
    """Signals that need no model, shape (len(candidates), len(NAMES)); similarities are 0."""
    asked = content_terms(question.text)
    weights = {term: 0.05 + question.rarity(term) for term in asked}
    names = question_names(question.text)
    kind = answer_type(question.text)
    phrases = set(_pairs(asked))
    asked_fragments = content_fragments(question.text)
    focus = focus_of(question.text)
    named = {term for name in names for term in name}
    about = {term: weight for term, weight in weights.items() if term not in named}
    passages = [set(terms(f"{item.context} {item.text}")) for item in evidence]
    table = np.zeros((len(candidates), len(NAMES)))
    for row, candidate in zip(table, candidates, strict=True):
        item = evidence[candidate.index]
        said = terms(candidate.text)
        predicates = [t.predicate for t in item.triples]
        in_sentence = set(said).union(*map(asked_terms, predicates))
        in_context = in_sentence | set(terms(f"{item.context} {candidate.before}"))
        around = passages[candidate.index] | in_sentence
        said_fragments = fragments(candidate.text).union(*map(asked_predicate, predicates))
        answers = candidates_of_type(kind, candidate.text, question.text)
        typed = kind in ("number", "date", "name")
        values = {
            "sentence_coverage": coverage(weights, in_sentence),
            "context_coverage": coverage(weights, in_context),
            "passage_coverage": coverage(weights, around),
            "rarest_missing": max((w for t, w in weights.items() if t not in around), default=0.0),
            "names_missing": missing_share(names, around),
            "phrase_overlap": len(phrases & set(_pairs(said))) / max(1, len(phrases)),
            "type_present": float(typed and bool(answers)),
            "type_absent": float(typed and not answers),
            "defines": float(kind == "definition" and _defines(candidate.text, asked)),
            "rank": 1.0 / (1.0 + candidate.index),
            "focus_sentence": focus_share(focus, f"{candidate.text} {_words_for(predicates)}"),
            "focus_context": focus_share(focus, f"{item.context} {candidate.before}"),
            "counted": counted(question.text, candidate.text),
            "about_coverage": coverage(about, in_sentence) if about else 0.5,
            "fragment_coverage": _share(asked_fragments, said_fragments),
            "fragment_context": _share(
                asked_fragments, said_fragments | fragments(candidate.before)
            ),
            **_triple_signals(question.text, asked_fragments, item, typed, bool(answers)),
            "length": math.log1p(len(candidate.text)) / 5,
            "is_heading_or_question": float(_is_heading_or_question(candidate.text)),
        }
        for name, value in values.items():
            row[NAMES.index(name)] = value
    return table


def coverage(weights: Mapping[str, float], said: set[str]) -> float:
    """Share of the question, by weight of its terms, that `said` holds."""
    total = sum(weights.values())
    return sum(w for term, w in weights.items() if term in said) / total if total else 0.0


def question_names(question: str) -> list[list[str]]:
    """Names and numbers in a question, each as its terms: what an answer must be about."""
    mixed = any(is_cjk(c) for c in question)
    pattern = _LATIN_IN_CHINESE if mixed else _NAME_IN_QUESTION
    found = [m for m in pattern.finditer(question) if mixed or m.start() > 0]
    return [t for t in (content_terms(m[0]) for m in found) if t]


def missing_share(names: Sequence[Sequence[str]], said: set[str]) -> float:
    """Share of the names of a question that `said` lacks; 0 without names."""
    if not names:
        return 0.0
    return sum(1 for name in names if not said.issuperset(name)) / len(names)


def _words_for(predicates: Sequence[str]) -> str:
    return " ".join(map(asked_words, predicates))


def _pairs(found: Sequence[str]) -> list[tuple[str, str]]:
    return list(pairwise(found))


def _defines(text: str, asked: Sequence[str]) -> bool:
    """Whether the sentence starts with the asked thing followed by a word of definition."""
    head = re.split(
        r"\b(?:is|are|means|refers to|denotes|describes)\b|是指|指的是|是|指|即|——|：|:",
        text,
        maxsplit=1,
    )
    if len(head) < 2 or not asked:
        return False
    said = set(terms(head[0]))
    return sum(1 for term in asked if term in said) >= max(1, len(asked) // 2)


def _triple_signals(
    question: str, asked: set[str], item: Evidence, typed: bool, answers: bool
) -> dict[str, float]:
    """How a triple or path fits: which ends are named, whether its predicates are asked for."""
    if item.kind == "passage" or not item.triples:
        return dict.fromkeys(("is_triple", "triple_named", "triple_predicate", "triple_typed"), 0.0)
    folded = comparable(question)
    ends = {comparable(end) for t in item.triples for end in (t.subject, t.object)}
    named = [end for end in ends if any(n in folded for n in (end, *names_of_title(end)))]
    said = set[str]().union(
        *(fragments(t.predicate) | asked_predicate(t.predicate) for t in item.triples)
    )
    beyond = asked - {f for end in named for f in fragments(end)}
    return {
        "is_triple": 1.0,
        "triple_named": float(len(named) == 1),
        "triple_predicate": _share(beyond, said),
        "triple_typed": float(answers) - float(typed and not answers),
    }


def _share(wanted: set[str], found: set[str]) -> float:
    return len(wanted & found) / len(wanted) if wanted else 0.0


def _is_heading_or_question(text: str) -> bool:
    stripped = text.strip()
    return stripped.startswith(("#", "|")) or stripped.endswith(("?", "？"))
