"""Which of several answers decides."""

import pytest

from service.decomposition.values import all_same, extreme

LIFE = "12 May 1907 – 17 October 1993"


@pytest.mark.parametrize(
    ("answers", "latest", "ends", "place"),
    [
        (["1961", "1946"], False, False, 1),
        (["1961", "1946"], True, False, 0),
        (["3 May 1912", "June 1912"], False, False, 0),
        (["1912", "3 May 1912"], False, False, None),
        (["1912", "soon"], False, False, None),
        ([LIFE, "1910"], False, False, 0),
        ([LIFE, "1990"], False, True, 1),
        (["1949年10月1日", "1949年9月"], False, False, 1),
    ],
)
def test_dates_are_compared_as_far_as_they_are_given(answers, latest, ends, place):
    said = [(answer, answer) for answer in answers]
    assert extreme(said, latest=latest, ends=ends) == place


def test_a_sentence_gives_the_date_that_the_answer_lacks():
    said = [("Mosze Lifszyc", "Ford (born Mosze Lifszyc; 24 November 1908)"), ("1925", "In 1925.")]
    assert extreme(said, latest=True, ends=False) == 1


@pytest.mark.parametrize(
    ("answers", "same"),
    [
        (["Iran", "Georgia"], False),
        (["Iran", "iran"], True),
        (["Zealand", "New Zealand"], True),
        (["中国", "中國"], True),
    ],
)
def test_answers_are_the_same_whatever_their_spelling_or_length(answers, same):
    assert all_same(answers) is same
