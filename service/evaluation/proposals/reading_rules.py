"""Every rule by language, and what they find in a passage."""

from collections.abc import Iterable, Iterator, Mapping

from knowledge.types import Chunk, Language
from service.evaluation.proposals import (
    chinese_facts,
    chinese_meanings,
    english_amounts,
    english_events,
    english_meanings,
    rows,
)
from service.evaluation.proposals.accepting import accept
from service.evaluation.proposals.proposal import Proposal, Rule
from service.evaluation.proposals.sentences import sentences_of

RULES: Mapping[Language, tuple[Rule, ...]] = {
    "en": (
        english_events.made_or_happened,
        english_events.by_alone,
        english_events.someone_made,
        english_events.it_happened,
        english_events.it_is_somewhere,
        english_amounts.counted,
        english_amounts.measured,
        english_amounts.shared,
        english_amounts.sized,
        english_amounts.priced,
        english_amounts.there_are,
        english_amounts.enumerated,
        english_meanings.defined,
        english_meanings.expanded,
        english_meanings.also_called,
        english_meanings.attributed,
        english_meanings.superlative,
        english_meanings.used_for,
        english_meanings.because,
        english_meanings.does,
        rows.cells,
    ),
    "zh": (
        chinese_facts.by_someone,
        chinese_facts.someone_did,
        chinese_facts.in_a_year,
        chinese_facts.amount,
        chinese_facts.somewhere,
        chinese_meanings.defined,
        chinese_meanings.expanded,
        chinese_meanings.also_called,
        chinese_meanings.used_for,
        chinese_meanings.attributed,
        chinese_meanings.because,
        chinese_meanings.enumerated,
        chinese_meanings.works,
        rows.cells,
    ),
}


def proposals_of(chunks: Iterable[Chunk]) -> Iterator[Proposal]:
    """Every acceptable proposal of the passages, in their order."""
    for chunk in chunks:
        for sentence in sentences_of(chunk):
            for rule in RULES[sentence.lang]:
                for found in rule(sentence.reading):
                    proposal = accept(found, sentence)
                    if proposal:
                        yield proposal
