"""What speaks against a claim by plain signals: other numbers and dates, negation, opposites."""

import pytest

from knowledge.types import Evidence, Triple
from service.evidence import triple_evidence
from service.groundedness.against import contradiction, triple_conflict
from service.groundedness.signals import Window, view_claim, windows_of


def _window(text: str) -> Window:
    return windows_of([Evidence(kind="passage", text=text)])[0]


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
