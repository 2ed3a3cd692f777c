"""Batches of like length: nothing lost, little padding, an order that a seed fixes."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.tuning.batches import MULTIPLE, make_batches, padded

LENGTHS = [16, 17, 90, 33, 64, 5, 16, 31, 300, 47] * 8


@pytest.mark.parametrize(("length", "size"), [(1, 16), (15, 16), (16, 16), (17, 32), (320, 320)])
def test_a_length_is_padded_to_the_next_multiple(length, size):
    assert padded(length) == size
    assert size % MULTIPLE == 0


@settings(deadline=None, max_examples=100)
@given(
    st.lists(st.integers(1, 320), max_size=60),
    st.integers(16, 2000),
    st.integers(0, 99),
    st.integers(0, 3),
)
def test_every_position_is_in_one_batch_of_one_size_that_fits(lengths, tokens, seed, epoch):
    batches = make_batches(lengths, tokens, seed, epoch)
    assert sorted(i for batch in batches for i in batch) == list(range(len(lengths)))
    for batch in batches:
        sizes = {padded(lengths[i]) for i in batch}
        assert len(sizes) == 1
        assert len(batch) * sizes.pop() <= tokens or len(batch) == 1


def test_batches_are_as_full_as_the_tokens_allow():
    batches = make_batches([16] * 100, 160, 0, 0)
    assert [len(batch) for batch in batches] == [10] * 10


def test_a_seed_and_an_epoch_fix_the_order():
    first = make_batches(LENGTHS, 320, 1, 0)
    assert make_batches(LENGTHS, 320, 1, 0) == first
    assert make_batches(LENGTHS, 320, 2, 0) != first
    assert make_batches(LENGTHS, 320, 1, 1) != first


def test_batches_do_not_come_by_length():
    sizes = [padded(LENGTHS[batch[0]]) for batch in make_batches(LENGTHS, 320, 0, 0)]
    assert sizes not in (sorted(sizes), sorted(sizes, reverse=True))


def test_without_sequences_there_are_no_batches():
    assert make_batches([], 100, 0, 0) == []
