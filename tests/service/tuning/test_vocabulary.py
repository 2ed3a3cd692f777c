"""Characters that the packaged encoder cannot read, and vectors for them to start from."""

import random

import numpy as np
import pytest

from indexes.embedding.tokens import packaged_vocabulary
from service.tuning.networks import pairs_for
from service.tuning.vocabulary import initial_vectors, packaged_vectors, unread_characters

STANDARD = unread_characters(())


def narrow(width: int = 6):
    """A packaged table of few dimensions, with a mean and a spread of its own in each."""
    chance = np.random.default_rng(1)
    mean, spread = np.linspace(-1, 1, width), np.linspace(0.5, 2, width)
    return (mean + spread * chance.standard_normal((4000, width))).astype(np.float32)


def test_the_common_chinese_characters_are_added_and_those_it_reads_are_not():
    assert len(STANDARD) > 6000
    assert {"桥", "塔", "黔", "遗", "忘"} <= set(STANDARD)
    assert not set(STANDARD) & packaged_vocabulary()
    assert all(len(c) == 1 and c.isprintable() and not c.isspace() for c in STANDARD)
    assert sorted(set(STANDARD)) == STANDARD


@pytest.mark.parametrize(
    ("texts", "added"),
    [
        (["㐂㐂"], {"㐂"}),
        (["㐂", "这㐂"], {"㐂"}),
        (["㐂"], set()),  # met once
        (["⇶ and ⇶"], {"⇶"}),
        (["ⱥⱥⱥ", "aaa 111"], set()),  # letters have word pieces
        (["\u3000\u3000\u2028\u2028\x00\x00"], set()),
        (["龍龍"], set()),  # read as its simplified form, which is there already
    ],
)
def test_other_characters_are_added_when_they_are_met_twice(texts, added):
    assert set(unread_characters(texts)) - set(STANDARD) == added


def test_the_number_of_meetings_can_be_chosen():
    assert "㐂" in unread_characters(["㐂"], at_least=1)
    assert "㐂" not in unread_characters(["㐂㐂"], at_least=3)


def test_with_them_chinese_text_is_read_without_gaps():
    text = (
        "灾难性遗忘是指模型在学习新任务后忘记旧任务的现象。長城總長度為8851公里，黔南《红楼梦》。"
    )
    unknown = "[UNK]"
    before, after = (pairs_for(tokens).tokenizer.tokenize for tokens in ([], STANDARD))
    assert unknown in before(text)
    (encoding,) = pairs_for(STANDARD).first_windows([(text, "")])
    assert unknown not in encoding.tokens
    assert after("遗忘") == ["遗", "忘"]


def test_the_vectors_have_the_mean_and_spread_of_the_packaged_ones():
    packaged = narrow()
    vectors = initial_vectors(STANDARD, (), packaged)
    assert vectors.shape == (len(STANDARD), 6)
    assert vectors.dtype == np.float32
    assert vectors.mean(axis=0) == pytest.approx(packaged.mean(axis=0), abs=0.1)
    assert vectors.std(axis=0) == pytest.approx(packaged.std(axis=0), rel=0.1)


def test_characters_that_keep_the_same_company_lie_nearer_than_others():
    """Three kinds of words: each starts and ends with characters of its own kind."""
    groups = [STANDARD[n : n + 10] for n in (0, 100, 200)]
    draw = random.Random(0)  # noqa: S311 - fixed texts
    texts = ["".join(draw.choices(draw.choice(groups), k=8)) for _ in range(3000)]
    tokens = [c for group in groups for c in group]
    packaged = narrow()
    vectors = initial_vectors(tokens, texts, packaged) - packaged.mean(axis=0)
    vectors /= packaged.std(axis=0)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    kind = np.arange(30) // 10
    related = (kind[:, None] == kind[None, :]) & ~np.eye(30, dtype=bool)
    cosines = vectors @ vectors.T
    assert cosines[related].mean() > 0.7
    assert cosines[kind[:, None] != kind[None, :]].mean() < 0.3
    nearest = (cosines - 2 * np.eye(30)).argmax(axis=1)
    assert (kind[nearest] == kind).all()


def test_traditional_text_counts_as_simplified():
    texts = ["长城万里", "龙门万里", "东风万里"] * 40
    traditional = ["長城萬里", "龍門萬里", "東風萬里"] * 40
    tokens = sorted(set("".join(texts)))
    one, other = (initial_vectors(tokens, given, narrow(3)) for given in (texts, traditional))
    assert np.array_equal(one, other)


def test_a_character_that_is_never_met_starts_somewhere_too():
    texts = ["桥塔遗忘黔南"] * 50
    tokens = [*"桥塔遗忘黔南", "㐂", "㐄"]
    vectors = initial_vectors(tokens, texts, narrow(3))
    assert np.isfinite(vectors).all()
    assert not np.array_equal(vectors[-1], vectors[-2])


def test_a_seed_fixes_the_vectors():
    texts = ["桥塔遗忘黔南" * 3] * 9
    once, again, other = (initial_vectors(STANDARD[:50], texts, narrow(), s) for s in (3, 3, 4))
    assert np.array_equal(once, again)
    assert not np.array_equal(once, other)


@pytest.mark.parametrize("texts", [(), [""], ["", "桥塔", "遗"], ["english only"]])
def test_texts_with_little_to_count_leave_random_vectors(texts):
    vectors = initial_vectors(STANDARD[:40], texts, narrow())
    assert vectors.shape == (40, 6)
    assert np.isfinite(vectors).all()


@pytest.mark.model
def test_the_packaged_table_has_a_row_for_each_token():
    assert packaged_vectors().shape == (len(packaged_vocabulary()), 384)
