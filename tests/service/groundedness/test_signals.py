"""Signals of a claim and a window, with their arithmetic."""

import pytest

from knowledge.types import Evidence, Triple
from service.evidence import triple_evidence
from service.groundedness.signals import (
    SIGNALS,
    WIDE,
    Window,
    contains,
    copied,
    coverage,
    view_claim,
    window_signals,
    windows_of,
)


def _window(text: str, context: str = "") -> Window:
    return windows_of([Evidence(kind="passage", text=text, context=context)])[0]


def _signals(claim: str, text: str) -> dict[str, float]:
    values = window_signals(view_claim(claim), _window(text))
    return dict(zip(SIGNALS, values, strict=True))


def test_windows_are_sentences_and_threes_of_them():
    windows = windows_of([Evidence(kind="passage", text="A one. B two. C three. D four.")])
    assert [w.text for w in windows] == [
        "A one.",
        "B two.",
        "C three.",
        "D four.",
        "A one. B two. C three.",
        "B two. C three. D four.",
    ]


@pytest.mark.parametrize(
    ("first", "second", "repeats"), [(0, 0, True), (0, 2, True), (0, 3, False), (0, 6, False)]
)
def test_a_window_repeats_another_if_more_than_half_of_its_sentences_are_there(
    first, second, repeats
):
    text = " ".join(f"Word{n} here." for n in range(12))
    windows = windows_of([Evidence(kind="passage", text=text)], wide=True)
    wide = [w for w in windows if w.sentences == WIDE]
    assert [w.first for w in wide] == list(range(7))
    assert wide[first].repeats(wide[second]) == repeats
    assert wide[second].repeats(wide[first]) == repeats
    twice = windows_of([Evidence(kind="passage", text=text)] * 2)
    assert not twice[0].repeats(next(w for w in twice if w.index == 1))


def test_a_single_sentence_is_one_window_and_a_triple_is_one():
    evidence = [
        Evidence(kind="passage", text="只有一句。"),
        triple_evidence(Triple("长城", "位于", "中国")),
        Evidence(kind="passage", text=""),
    ]
    assert [(w.index, w.text) for w in windows_of(evidence)] == [
        (0, "只有一句。"),
        (1, "长城 — 位于 — 中国"),
    ]


def test_the_context_of_a_passage_belongs_to_each_of_its_windows():
    window = _window("It was opened in 1932.", context="Harbour bridge")
    assert coverage(view_claim("The bridge was opened."), window) == 1.0
    assert window.text == "It was opened in 1932."


def test_coverage_is_the_share_of_content_terms():
    claim = view_claim("The bridge carries eight lanes.")  # bridge, carries, eight, lanes
    assert coverage(claim, _window("The bridge has lanes.")) == 0.5
    assert coverage(view_claim("It is."), _window("It is.")) == 0.0


def test_missing_particulars():
    found = _signals("Hu had 3 models and 5 tasks.", "Hu had 3 models.")
    assert found["missing_numbers"] == 0.5
    found = _signals("It was made by Edward Hu.", "It was made by Edward.")
    assert found["missing_names"] == 0.5
    assert _signals("It is old.", "It is new.")["missing_numbers"] == 0.0


def test_negation_opposites_and_copies():
    found = _signals("数据增加。", "数据不减少。")
    assert (found["negation_differs"], found["opposed"]) == (1.0, 1.0)
    assert found["contained"] == 0.0
    assert _signals("Data grows", "The data grows fast.")["contained"] == 1.0


def test_phrase_overlap_is_the_share_of_neighbouring_words():
    # claim pairs: (red, car) (car, stop); the window has the first only
    assert _signals("red car stops", "a red car")["phrase_overlap"] == 0.5


@pytest.mark.parametrize(
    ("text", "claim", "inside"),
    [
        ("The CAFÉ opened in 1990, they say.", "the cafe opened in 1990.", True),
        ("长城 在中国。", "长城 在中国。", True),
        ("The cafe opened.", "The cafe closed.", False),
    ],
)
def test_contains_ignores_case_accents_and_the_full_stop(text, claim, inside):
    assert contains(text, claim) is inside


def test_a_whole_sentence_is_a_copy_and_a_part_of_one_is_not():
    window = _window("No study shows that coffee is harmful.")
    assert copied(window, view_claim("No study shows that coffee is harmful"))
    assert not copied(window, view_claim("Coffee is harmful."))


def test_a_number_is_not_contained_in_a_longer_one():
    assert contains("It has 12 layers.", "it has 12 layers")
    assert not contains("It has 12 layers.", "it has 1")
    assert contains("桥建于1932年。", "建于1932")
