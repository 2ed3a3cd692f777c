"""Near misses: one particular changed, and looked up so that nothing answers them."""

import random

import pytest

from service.evaluation.proposals.near_misses import NearMisses
from service.evaluation.proposals.reading_rules import proposals_of


@pytest.fixture
def pool(held):
    """Every proposal of the small collection."""
    return list(proposals_of(held.store.iter_chunks("default", 0, 10**6)))


@pytest.fixture
def near(pool, held):
    return NearMisses(pool, held.lookup(*(p.found.subject for p in pool)))


def of(pool, question):
    return next(p for p in pool if p.found.question == question)


def draws(count=40):
    return (random.Random(seed) for seed in range(count))  # noqa: S311 - fixed draws


def test_another_subject_is_one_that_nothing_says_it_of(pool, near):
    base = of(pool, "When was the Harbour Bridge designed?")
    case = near.other_subject(base, random.Random(0))  # noqa: S311
    assert case is not None
    # The Kyoto Tower has its year; of the other things nobody would ask who designed them.
    assert case.question == "When was the Lisbon Tower designed?"
    assert case.base is base
    assert near.other_subject(base, random.Random(1)) is None  # noqa: S311 - asked already


def test_a_fact_stated_of_everything_alike_has_no_near_miss(pool, near):
    base = of(pool, "NF4共有多少个取值？")
    assert near.other_subject(base, random.Random(0)) is None  # noqa: S311 - NF5 has its number


def test_a_year_in_which_nobody_did_it(pool, near):
    base = of(pool, "Who designed the Kyoto Tower?")
    asked = {c.question for d in draws() if (c := near.other_detail(base, d))}
    assert asked
    assert all(q.startswith("Who designed the Kyoto Tower in 19") for q in asked)
    assert "Who designed the Kyoto Tower in 1964?" not in asked


def test_somebody_who_did_not_do_it(pool, near):
    base = of(pool, "When was the Kyoto Tower designed?")
    asked = {c.question for d in draws() if (c := near.other_detail(base, d))}
    assert "When was the Kyoto Tower designed by Edward Hu?" in asked
    assert "When was the Kyoto Tower designed by Mamoru Yamada?" not in asked


def test_the_same_in_chinese(pool, near):
    base = of(pool, "EWC是由谁提出的？")
    asked = {c.question for d in draws() if (c := near.other_detail(base, d))}
    assert asked
    assert all(q.startswith("EWC是由谁在20") and q != "EWC是由谁在2017年提出的？" for q in asked)


def test_an_attribute_that_no_passage_of_the_subject_mentions(pool, near):
    base = of(pool, "Who released GPTQ?")
    asked = [c.question for d in draws(6) if (c := near.other_attribute(base, d))]
    assert asked
    assert len(asked) == len(set(asked))
    assert all("GPTQ" in q or "Elias Frantar" in q for q in asked)


@pytest.mark.parametrize(
    ("name", "stated", "lang", "expected"),
    [
        ("Kyoto Tower", r"\b1964\b", None, True),
        ("Kyoto Tower", r"\b1965\b", None, False),
        ("kyoto tower", "nine", None, True),
        ("espresso", "Moriondo", None, True),  # from the graph
        ("低秩适配", "Edward Hu", None, True),  # under its other name
        ("Low-Rank Adaptation", "two small matrices", None, True),  # joined by brackets
        ("EWC", "提出", None, True),
        ("EWC", "licence", None, False),
        ("EWC", "licence", "en", True),  # a Chinese passage could say it in Chinese
        ("Kyoto Tow", "1964", None, False),  # no part of a word
    ],
)
def test_what_a_collection_may_state_of_a_name(held, name, stated, lang, expected):
    lookup = held.lookup("espresso", "低秩适配", "LoRA")
    assert lookup.states(name, stated, lang) is expected


def test_the_nearest_passages_come_first(held):
    near = held.lookup().near("When was the Kyoto Tower designed?", 3)
    assert [chunk.document_id for chunk in near][:1] == ["tower"]
