"""Articles divided between training, calibrating and measuring."""

import random

import pytest

from service.tuning.splits import Part, articles_of, rows_of

PARTS: tuple[Part, ...] = ("train", "calibrate", "measure")


def test_of_four_articles_two_train_one_calibrates_and_one_measures():
    titles = ["d", "b", "a", "c"]
    assert {part: set(articles_of(part, titles)) for part in PARTS} == {
        "train": {"a", "b"}, "calibrate": {"c"}, "measure": {"d"},
    }  # fmt: skip


@pytest.mark.parametrize("count", [0, 1, 3, 4, 9, 35])
def test_every_article_is_in_exactly_one_part(count):
    titles = [f"Article {n}" for n in range(count)]
    parts = [articles_of(part, titles) for part in PARTS]
    assert sum(map(len, parts)) == count
    assert {title for part in parts for title in part} == set(titles)


def test_neither_the_order_of_rows_nor_repeats_move_an_article(draw: random.Random):
    titles = [f"Article {n}" for n in range(20)]
    for part in PARTS:
        expected = articles_of(part, titles)
        assert articles_of(part, draw.sample(titles * 3, 60)) == expected


@pytest.mark.parametrize("part", PARTS)
def test_the_rows_of_a_part_are_those_of_its_articles_in_their_order(part):
    rows = [{"title": f"T{n % 8}", "n": n} for n in range(40)]
    chosen = rows_of(part, rows)
    assert [r["n"] for r in chosen] == sorted(r["n"] for r in chosen)
    assert {r["title"] for r in chosen} == articles_of(part, [f"T{n}" for n in range(8)])
    assert len(chosen) == (20 if part == "train" else 10)
