"""A sample of fixed size, the same for the same seed, spread over the documents."""

from collections import Counter

from knowledge.types import Triple
from service.evaluation.proposals.sampling import place, sample_chunks, sample_triples
from service.evaluation.proposals.selecting import shares


def test_the_same_seed_gives_the_same_place_and_another_one_another():
    assert place(0, "a", 1) == place(0, "a", 1)
    assert len({place(seed, "a", 1) for seed in range(50)}) == 50
    assert place(0, "ab", "c") != place(0, "a", "bc")


def test_a_large_document_does_not_drown_the_small_ones(passage):
    large = [passage(f"text {n}", document_id="large", n=n) for n in range(1000)]
    small = [passage("text", document_id=f"small{n}", n=1000 + n) for n in range(20)]
    counts = Counter(c.document_id for c in sample_chunks([*large, *small], 40, seed=0))
    assert counts == {"large": 20, **{f"small{n}": 1 for n in range(20)}}


def test_the_sample_is_a_matter_of_the_seed_alone(passage):
    chunks = [passage("text", document_id=f"d{n}", n=n) for n in range(200)]
    first = sample_chunks(chunks, 30, seed=1)
    assert first == sample_chunks(list(reversed(chunks)), 30, seed=1)
    assert first != sample_chunks(chunks, 30, seed=2)
    assert [c.id for c in first] == sorted(c.id for c in first)


def test_triples_of_one_question_stay_together():
    triples = [Triple(f"s{n % 50}", "uses", f"o{n}") for n in range(150)]
    groups = sample_triples(triples, 10, seed=0)
    assert len(groups) == 10
    assert {len(group) for group in groups} == {3}
    assert all(len({t.subject for t in group}) == 1 for group in groups)


def test_a_predicate_with_many_values_is_left_out():
    triples = [Triple("s", "cites", f"o{n}") for n in range(100)]
    assert sample_triples(triples, 10, seed=0) == []


def test_languages_get_equal_parts_as_far_as_there_are_enough():
    assert shares(10, {"en": 100, "zh": 100}) == {"en": 5, "zh": 5}
    assert shares(10, {"en": 100, "zh": 2}) == {"en": 8, "zh": 2}
    assert shares(10, {"en": 3, "zh": 2}) == {"en": 3, "zh": 2}
    assert shares(7, {"en": 100, "zh": 0}) == {"en": 7, "zh": 0}
