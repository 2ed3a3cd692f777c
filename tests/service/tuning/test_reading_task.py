"""The reader's loss and score, by arithmetic."""

from types import SimpleNamespace

import numpy as np
import pytest
import torch
from torch import Tensor, nn

from service.tuning.reading_features import ReadingFeature
from service.tuning.reading_task import ReadingTask, best_span, overlap, span_logits, summary

CPU = torch.device("cpu")


def feature(question: int, passage: int, start: int = 0, end: int = 0) -> ReadingFeature:
    """So many tokens of a question and of a passage, between the marks of the encoder."""
    types = [0] * (question + 2) + [1] * (passage + 1)
    return ReadingFeature(
        np.arange(len(types), dtype=np.int32), np.array(types, np.int8), start, end
    )


class Pointing(nn.Module):
    """Scores each token by its id: the ids in `high` by 5, all others by 0."""

    def __init__(self, start: set[int], end: set[int]) -> None:
        super().__init__()
        self._high = start, end
        self.weight = nn.Parameter(torch.tensor(5.0), requires_grad=False)

    def forward(self, input_ids: Tensor, token_type_ids: Tensor, attention_mask: Tensor):
        assert token_type_ids.shape == attention_mask.shape == input_ids.shape
        start, end = (
            torch.isin(input_ids, torch.tensor(sorted(high))) * self.weight for high in self._high
        )
        return SimpleNamespace(start_logits=start, end_logits=end)


@pytest.mark.parametrize(
    ("one", "other", "f1"),
    [
        ((5, 7), (5, 7), 1.0),
        ((5, 5), (5, 7), 0.5),  # precision 1, recall 1/3
        ((5, 8), (7, 10), 0.5),
        ((5, 6), (7, 8), 0.0),
        ((5, 6), (0, 0), 0.0),
        ((0, 0), (0, 0), 0.0),
    ],
)
def test_overlap_is_f1_of_tokens(one, other, f1):
    assert overlap(one, other) == pytest.approx(f1)


@pytest.mark.parametrize(
    ("starts", "ends", "longest", "span"),
    [
        ({4: 3.0}, {6: 2.0}, 30, (4, 6)),
        ({6: 3.0}, {4: 2.0}, 30, (6, 6)),  # no span ends before it starts
        ({4: 3.0}, {7: 2.0, 5: 1.0}, 2, (4, 5)),  # at most two tokens
        ({1: 9.0, 5: 1.0}, {2: 9.0, 5: 1.0}, 30, (5, 5)),  # the question cannot be pointed at
        ({8: 9.0, 5: 1.0}, {8: 9.0, 5: 1.0}, 30, (5, 5)),  # nor can the last mark
    ],
)
def test_the_best_span_is_the_highest_sum_inside_the_passage(starts, ends, longest, span):
    shown = feature(2, 4)  # tokens 4 to 7 are the passage, 8 is the last mark
    scores = np.zeros((2, len(shown.ids)), np.float32)
    for row, given in enumerate((starts, ends)):
        for place, value in given.items():
            scores[row, place] = value
    found, place = best_span(scores[0], scores[1], shown.types, longest)
    assert place == span
    assert found == pytest.approx(float(scores[0, span[0]] + scores[1, span[1]]))


def test_a_passage_without_a_token_has_no_span():
    shown = feature(2, 0)
    zeros = np.zeros(len(shown.ids), np.float32)
    assert best_span(zeros, zeros, shown.types) == (-1e4, (0, 0))


@pytest.mark.parametrize(
    ("f1", "margin", "has", "answerable", "best"),
    [
        # Answering all three: (1 + 0.5 + 0) / 3; abstaining on the last: (1 + 0.5 + 1) / 3.
        ([1.0, 0.5, 0.0], [3.0, 2.0, 1.0], [True, True, False], 0.75, 2.5 / 3),
        # The null ranks first: answering nothing gives 1/3, everything 1.5/3.
        ([1.0, 0.5, 0.0], [1.0, 2.0, 3.0], [True, True, False], 0.75, 0.5),
        # Nothing right: it is best to abstain.
        ([0.0, 0.0], [1.0, 2.0], [True, False], 0.0, 0.5),
        ([0.0, 0.0], [1.0, 2.0], [False, False], 0.0, 1.0),
    ],
)
def test_the_score_is_the_mean_of_f1_with_and_without_the_chance_to_abstain(
    f1, margin, has, answerable, best
):
    measured = summary(np.array(f1), np.array(margin), np.array(has))
    assert measured["answerable_f1"] == pytest.approx(answerable)
    assert measured["best_f1"] == pytest.approx(best)
    assert measured["score"] == pytest.approx((answerable + best) / 2)


def test_only_the_passage_and_the_first_token_can_win():
    batch = [feature(2, 4), feature(3, 20)]
    start, end = span_logits(Pointing({0, 1, 5}, {0, 2, 6}), batch, CPU)
    assert start.shape == end.shape == (2, 32)  # 27 tokens, padded to a multiple of 16
    for row, shown in enumerate(batch):
        for place in range(32):
            inside = place == 0 or (place < len(shown.ids) and shown.types[place] == 1)
            assert (start[row, place] > -1e3) == (end[row, place] > -1e3) == inside


def test_the_loss_is_that_of_the_right_tokens():
    # Of seven tokens, the passage's five with its mark and the first can win; one has score 5.
    shown = feature(1, 4, 4, 5)
    right = ReadingTask([]).loss(Pointing({4}, {5}), [shown], CPU)
    wrong = ReadingTask([]).loss(Pointing({5}, {4}), [shown], CPU)
    candidates = 6
    total = np.log(np.exp(5) + candidates - 1)
    assert float(right) == pytest.approx(total - 5, abs=1e-4)
    assert float(wrong) == pytest.approx(total, abs=1e-4)


def test_the_loss_of_a_batch_is_the_mean_however_they_are_padded():
    short, long = feature(1, 4, 4, 5), feature(5, 30)
    task, model = ReadingTask([]), Pointing({4}, {5})
    alone = [float(task.loss(model, [f], CPU)) for f in (short, long)]
    together = float(task.loss(model, [short, long], CPU))
    assert together == pytest.approx(sum(alone) / 2, abs=1e-4)


@pytest.mark.parametrize("batch", [1, 2, 32])
def test_a_model_that_points_rightly_scores_one(batch):
    dev = [feature(1, 4, 4, 5), feature(1, 9, 4, 5), feature(6, 5)]
    # Tokens 4 and 5 belong to the question of the last one, so the first token must win there.
    measured = ReadingTask(dev, batch).score(Pointing({4}, {5}))
    assert measured == {"answerable_f1": 1.0, "best_f1": 1.0, "score": 1.0}
    assert ReadingTask(dev, batch).score(Pointing({6}, {7}))["answerable_f1"] == 0.0


@pytest.mark.parametrize(
    ("start", "end", "answerable", "best"),
    [
        (4, 5, 1.0, 1.0),
        (8, 8, 0.0, 0.5),  # the other window is surer, and wrong: best to abstain on both
    ],
)
@pytest.mark.parametrize("batch", [1, 32])
def test_an_example_in_several_windows_is_one_answer(start, end, answerable, best, batch):
    # Their passages are the tokens 3 to 5, 7 to 12 and 10 to 12.
    answer, elsewhere, null = feature(1, 3, 4, 5), feature(5, 6), feature(8, 3)
    task = ReadingTask([elsewhere, null, answer], batch, owners=[0, 1, 0])
    measured = task.score(Pointing({start}, {end}))
    assert measured["answerable_f1"] == pytest.approx(answerable)
    assert measured["best_f1"] == pytest.approx(best)


def test_without_an_example_there_is_still_a_score():
    assert ReadingTask([]).score(Pointing({4}, {5}))["score"] == 0.0
