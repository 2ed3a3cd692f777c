"""Questions whose source is left out, with neighbouring passages that do not answer them."""

import pytest

from service.evaluation.proposals.left_out import without_source
from service.evaluation.proposals.reading_rules import proposals_of


@pytest.fixture
def case(held):
    """The unanswerable case of a question."""

    def make(question):
        pool = proposals_of(held.store.iter_chunks("default", 0, 10**6))
        base = next(p for p in pool if p.found.question == question)
        return without_source(base, held.lookup())

    return make


def test_it_names_the_document_and_carries_passages_of_others(case, held):
    made = case("How many floors does the Kyoto Tower have?")
    assert made is not None
    assert made.without == "tower"
    assert 3 <= len(made.contexts) <= 5
    texts = {c.text: c.document_id for c in held.store.iter_chunks("default", 0, 10**6)}
    assert "tower" not in {texts[context] for context in made.contexts}
    assert not any("nine" in context for context in made.contexts)


def test_with_too_few_neighbours_there_is_no_case(case):
    assert case("长城位于哪里？") is None
