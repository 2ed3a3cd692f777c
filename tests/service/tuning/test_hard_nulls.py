"""Nulls that fool a reader are kept: here one that points at years, whatever is asked."""

from types import SimpleNamespace

import pytest
import torch
from torch import Tensor, nn

from service.tuning.hard_nulls import hard_nulls, kept_in
from service.tuning.networks import pairs_for
from service.tuning.reading_examples import NullShares, ReadingExample, make_examples

PAIRS = pairs_for([])
PASSAGE = "The tower of Oslo was opened in 1931 by the king. Its lift was built in 1950."


class Pointing(nn.Module):
    """Gives one word piece more than nothing, and every other piece less."""

    def __init__(self, piece: str) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.zeros(1))
        self.id = torch.tensor(PAIRS.tokenizer.convert_tokens_to_ids(piece))

    def forward(self, input_ids: Tensor, **_: Tensor) -> SimpleNamespace:
        logits = torch.eq(input_ids, self.id).float() * 10 - 5
        logits[:, 0] = 0.0
        return SimpleNamespace(start_logits=logits, end_logits=logits)


def null(question: str, passage: str = PASSAGE, lure: str = "") -> ReadingExample:
    place = (passage.index(lure), passage.index(lure) + len(lure)) if lure else None
    kind = "altered" if lure else "near_miss"
    return ReadingExample(question, "Towers", passage, None, "en", kind, place)


def test_what_the_reader_sees_through_is_left_out():
    fooled, plain = null("When was the tower of Rome opened?"), null("Who?", "It is a tower.")
    assert hard_nulls([plain, fooled], Pointing("1931"), PAIRS) == [fooled]


def test_of_a_changed_question_only_the_old_answer_counts():
    changed = null("When was the tower of Oslo closed?", lure="1931")
    assert hard_nulls([changed], Pointing("1931"), PAIRS) == [changed]
    assert hard_nulls([changed], Pointing("1950"), PAIRS) == []


def test_an_old_answer_behind_what_the_reader_reads_fools_nobody():
    far = null("When was it closed?", "It is high. " * 200 + PASSAGE, lure="1931")
    assert hard_nulls([far], Pointing("1931"), PAIRS) == []


def test_every_length_meets_its_own_result():
    many = [null("When?", "It is high. " * n + ("In 1931." if n % 2 else "")) for n in range(1, 70)]
    kept = hard_nulls(many[::-1], Pointing("1931"), PAIRS)
    assert kept == [x for x in many if "1931" in x.passage]


def test_the_choice_is_made_once_and_read_afterwards(tmp_path, make_rows):
    rows = [*make_rows(12), *make_rows(12, "zh")]
    made = [
        x
        for x in make_examples(rows, NullShares(near_miss=1, cut=1, altered=1), 0)
        if x.span is None
    ]
    assert {x.kind for x in made} == {"near_miss", "cut", "altered"}
    first = kept_in(tmp_path / "nulls.jsonl", lambda nulls: list(nulls)[::2])
    assert first(made) == made[::2]
    again = kept_in(tmp_path / "nulls.jsonl", lambda _: pytest.fail("asked again"))
    assert again(made) == made[::2]


def test_the_lure_is_where_the_old_answer_stands(make_rows):
    rows = make_rows(40)
    answers = {row.context[slice(*row.spans[0])] for row in rows}
    altered = [
        x
        for x in make_examples(rows, NullShares(near_miss=0, cut=0, altered=1), 0)
        if x.kind == "altered"
    ]
    assert len(altered) > 10
    assert all(x.lure and x.passage[slice(*x.lure)] in answers for x in altered)
