"""`propose`: a test set from a collection, answerable and unanswerable, for a person to edit."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from indexes.keywords import KeywordIndex
from knowledge.errors import InvalidInputError
from knowledge.store.base import Store
from knowledge.types import Language
from service.evaluation.proposals.accepting import asked_once
from service.evaluation.proposals.left_out import without_source
from service.evaluation.proposals.lookup import Lookup
from service.evaluation.proposals.near_misses import NearMisses, Way
from service.evaluation.proposals.proposal import Proposal, Unanswerable
from service.evaluation.proposals.reading_rules import proposals_of
from service.evaluation.proposals.sampling import place, sample_chunks, sample_triples
from service.evaluation.proposals.selecting import in_varied_order, shares
from service.evaluation.proposals.triple_questions import proposal_of

MAX_COUNT = 5000
# Fewer cases than this measure nothing; whoever wants fewer asks for fewer.
FEWEST = 10
# Passages read for each case: a rule fits about one passage in three.
_PASSAGES_PER_CASE, _FEWEST_PASSAGES, _MOST_PASSAGES = 15, 1000, 20_000
_LANGUAGES: tuple[Language, ...] = ("en", "zh")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What to propose.

    Attributes:
        count: how many cases.
        unanswerable: the share of them that cannot be answered, 0 to 1.
        lang: one language, or None for both.
        seed: another seed, other cases.
    """

    count: int = 100
    unanswerable: float = 0.33
    lang: str | None = None
    seed: int = 0


@dataclass(frozen=True, slots=True)
class Proposed:
    """The outcome: both kinds in the order they were chosen, and what was read."""

    answerable: list[Proposal]
    unanswerable: list[Unanswerable]
    passages: int
    candidates: int

    def __len__(self) -> int:
        return len(self.answerable) + len(self.unanswerable)


def propose(store: Store, collection: str, keywords: KeywordIndex, wanted: Wanted) -> Proposed:
    """Cases proposed from a collection; the same seed over the same documents gives the same.

    Memory is bounded by the sample, not by the collection.

    Raises:
        UnknownCollectionError: there is no such collection.
        InvalidInputError: the numbers make no sense, or the collection gives too few cases.
    """
    _validate(wanted)
    with store.snapshot():
        passages, pool = _pool(store, collection, wanted)
        lookup = Lookup(store, collection, keywords)
        lookup.read_triples(_names(pool))
        asked = round(wanted.count * wanted.unanswerable)
        answerable = _answerable(pool, wanted.count - asked, wanted.seed)
        unanswerable = list(_unanswerable(pool, answerable, lookup, asked, wanted.seed))
    proposed = Proposed(answerable, unanswerable, passages, len(pool))
    _require_enough(proposed, collection, wanted)
    return proposed


def _pool(store: Store, collection: str, wanted: Wanted) -> tuple[int, list[Proposal]]:
    """How many passages the collection holds, and every proposal of the sample."""
    state = store.state(collection)
    size = min(_MOST_PASSAGES, max(_FEWEST_PASSAGES, _PASSAGES_PER_CASE * wanted.count))
    chunks = sample_chunks(store.iter_chunks(collection, 0, state.sequence), size, wanted.seed)
    triples = store.iter_triples(collection, 0, state.sequence)
    if not chunks and next(triples, None) is None:
        raise InvalidInputError(
            f"collection {collection} is empty; put documents into it with `footing ingest` first.",
            collection=collection,
        )
    groups = sample_triples(store.iter_triples(collection, 0, state.sequence), size, wanted.seed)
    from_triples = (p for p in map(proposal_of, groups) if p)
    found = [*proposals_of(chunks), *from_triples]
    pool = asked_once(p for p in found if wanted.lang in (None, p.lang))
    return state.chunks, list(pool)


def _answerable(pool: Sequence[Proposal], count: int, seed: int) -> list[Proposal]:
    by_language = {lang: [p for p in pool if p.lang == lang] for lang in _LANGUAGES}
    parts = shares(count, {lang: len(found) for lang, found in by_language.items()})
    return [
        proposal
        for lang in _LANGUAGES
        for proposal in islice(in_varied_order(by_language[lang], seed), parts[lang])
    ]


def _unanswerable(
    pool: Sequence[Proposal], taken: Sequence[Proposal], lookup: Lookup, count: int, seed: int
) -> Iterator[Unanswerable]:
    """Ways in turn, languages in turn; bases that are not asked already come first."""
    questions = {p.found.question for p in taken}
    made: dict[Language, list[Unanswerable]] = {}
    for lang in _LANGUAGES:
        ordered = list(in_varied_order((p for p in pool if p.lang == lang), seed + 1))
        ordered.sort(key=lambda p: p.found.question in questions)
        made[lang] = list(islice(_ways_in_turn(ordered, pool, lookup, seed), count))
    parts = shares(count, {lang: len(found) for lang, found in made.items()})
    for lang in _LANGUAGES:
        yield from made[lang][: parts[lang]]


def _ways_in_turn(
    bases: Sequence[Proposal], pool: Sequence[Proposal], lookup: Lookup, seed: int
) -> Iterator[Unanswerable]:
    near = NearMisses(pool, lookup)
    sources: list[Way] = [*near.ways, lambda base, draw: without_source(base, lookup)]
    waiting = [iter(bases) for _ in sources]
    used = set[int]()
    open_ways = list(range(len(sources)))
    while open_ways:
        for way in list(open_ways):
            case = None
            for base in waiting[way]:
                if id(base) in used:
                    continue
                draw = random.Random(place(seed, way, base.found.question))  # noqa: S311
                case = sources[way](base, draw)
                if case:
                    used.add(id(base))
                    yield case
                    break
            if case is None:
                open_ways.remove(way)


def _names(pool: Sequence[Proposal]) -> set[str]:
    return {p.found.subject for p in pool} | {a for p in pool for a in p.found.answers[-1:]}


def _validate(wanted: Wanted) -> None:
    if not 1 <= wanted.count <= MAX_COUNT:
        raise InvalidInputError(
            f"the count is {wanted.count}; choose 1 to {MAX_COUNT}.", limit=MAX_COUNT
        )
    if not 0 <= wanted.unanswerable <= 1:
        raise InvalidInputError(
            f"the unanswerable share is {wanted.unanswerable}; choose 0 to 1, such as 0.33."
        )
    if wanted.lang not in (None, *_LANGUAGES):
        raise InvalidInputError(f"the language is {wanted.lang!r}; choose en or zh.")


def _require_enough(proposed: Proposed, collection: str, wanted: Wanted) -> None:
    fewest = min(FEWEST, wanted.count)
    if len(proposed) < fewest:
        raise InvalidInputError(
            f"collection {collection} is too small: its {proposed.passages} passages give "
            f"{len(proposed)} cases, fewer than {fewest}. Ingest more documents, or ask for fewer "
            "cases or for another language.",
            collection=collection,
            passages=proposed.passages,
            cases=len(proposed),
        )
