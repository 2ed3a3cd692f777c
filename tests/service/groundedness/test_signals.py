"""Signals of a claim and a window, with their arithmetic."""

import pytest

from knowledge.types import Evidence, Triple
from service.evidence import triple_evidence
from service.groundedness.signals import (
    SIGNALS,
    WIDE,
    Window,
    contains,
    contradiction,
    copied,
    coverage,
    triple_conflict,
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


@pytest.mark.parametrize(
    ("claim", "text", "expected"),
    [
        ("The bridge opened in 1945.", "The bridge opened in 1932.", 0.9),
        ("The bridge opened in 1932.", "The bridge opened in 1932.", 0.0),
        ("The bridge did not open.", "The bridge did open.", 0.9),
        ("The tax rate increases.", "The tax rate decreases.", 0.6),  # 0.9 * 2 of 3 terms
        ("A dam was built at 50 km.", "The bridge opened in 1932.", 0.0),
        # another unit is another fact
        ("The bridge weighs 5 kg.", "The bridge weighs 5%.", 0.0),
        ("长城长度为6000公里。", "长城长度为8851公里。", 0.9),
        # a date at another precision is no other date
        ("The bridge opened in 1945.", "The bridge opened in the 1940s.", 0.0),
        ("The bridge opened in the 1940s.", "The bridge opened in 1945.", 0.0),
        ("The bridge opened on 8 May 1945.", "In 1945 the bridge opened with 8 lanes.", 0.0),
        ("The bridge opened on 8 May 1945.", "The bridge opened in 1945, 30 years late.", 0.0),
        ("大桥于1945年通车。", "大桥于20世纪40年代通车。", 0.0),
        ("The bridge opened in 1955.", "The bridge opened in the 1940s.", 0.9),
        ("The bridge opened in May 1945.", "The bridge opened in 1944.", 0.6),
        ("大桥于1945年5月8日通车。", "大桥于1945年5月9日通车。", 0.9),
        # a century beside another date excuses nothing
        ("The bridge opened in 1932.", "The bridge, of the 20th century, opened in 1945.", 0.9),
        ("The bridge holds 3.5 million people.", "The bridge holds 3,500,000 people.", 0.0),
    ],
)
def test_contradiction_needs_the_same_subject_and_another_particular(claim, text, expected):
    assert contradiction(view_claim(claim), _window(text)) == pytest.approx(expected)


LORA = triple_evidence(Triple("LoRA", "introduced by", "Edward Hu"))
WALL = triple_evidence(Triple("长城", "长度", "8851 公里"))
WAR = triple_evidence(Triple("the war", "ended", "8 May 1945"))


@pytest.mark.parametrize(
    ("claim", "item", "expected"),
    [
        ("LoRA was introduced by Tim Dettmers.", LORA, 1.0),
        ("LoRA was introduced by Edward Hu.", LORA, 0.0),
        ("LoRA was introduced in 2021.", LORA, 0.0),  # a year is no name
        ("QLoRA was released by Tim Dettmers.", LORA, 0.0),
        ("Adapters were introduced by Neil Houlsby.", LORA, 0.0),
        ("长城的长度是 6000 公里。", WALL, 1.0),
        ("长城的长度是 8851 公里。", WALL, 0.0),
        ("The war ended in 1945.", WAR, 0.0),
        ("The war ended in May 1945.", WAR, 0.0),
        ("The war ended in the 1940s.", WAR, 0.0),
        ("The war ended in May 1944.", WAR, 1.0),
        ("LoRA was introduced by Tim.", Evidence(kind="passage", text=LORA.text), 0.0),
    ],
)
def test_a_triple_conflicts_with_another_object_of_the_same_sort(claim, item, expected):
    assert triple_conflict(view_claim(claim), item) == expected


def test_a_whole_sentence_is_a_copy_and_a_part_of_one_is_not():
    window = _window("No study shows that coffee is harmful.")
    assert copied(window, view_claim("No study shows that coffee is harmful"))
    assert not copied(window, view_claim("Coffee is harmful."))


def test_a_number_is_not_contained_in_a_longer_one():
    assert contains("It has 12 layers.", "it has 12 layers")
    assert not contains("It has 12 layers.", "it has 1")
    assert contains("桥建于1932年。", "建于1932")
