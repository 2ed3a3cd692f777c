"""Values of the right thing that are not of what is asked."""

import pytest

from knowledge.types import Evidence, Triple
from service.generators.other_values import of_something_else
from service.generators.signals import Candidate, find_candidates
from service.generators.spans import Span

SHIP = "MS Hilda Marin"
ROWS = "name: MS Olof; built: 1986; use: sold\nname: MS Hilda Marin; built: 2007; use: carries cars"
BRIDGES = "| 桥名 | 全长 | 建成年份 |\n|---|---|---|\n| 青岚大桥 | 1820 米 | 1994 |"


def triple(predicate: str, value: str, subject: str = SHIP) -> tuple[Evidence, Candidate]:
    stated = Triple(subject, predicate, value)
    item = Evidence(kind="triple", text=stated.verbalise(), triples=(stated,))
    return item, find_candidates([item])[0]


def cell(text: str, value: str) -> tuple[Evidence, Candidate, Span]:
    item = Evidence(kind="passage", text=text)
    candidate = next(c for c in reversed(find_candidates([item])) if value in c.text)
    start = candidate.text.index(value)
    return item, candidate, Span(start, start + len(value), 3.0)


@pytest.mark.parametrize(
    ("question", "predicate", "value", "otherwise"),
    [
        ("How many cabins does MS Hilda Marin have?", "passengers", "2350", True),
        ("How many passengers does MS Hilda Marin have?", "passengers", "2350", False),
        ("How much does MS Hilda Marin cost?", "price", "40 million", False),
        ("What does MS Hilda Marin carry?", "home port", "Turku", False),
        ("On how many rivers did MS Hilda Marin train crews?", "training crews", "40", True),
        ("Which company made MS Hilda Marin?", "developed by", "Arko", False),
        ("Which ship has its home port in Turku?", "home port", "Turku", False),
        ("Which cars fit into MS Hilda Marin?", "cars", "300", True),
        ("Which cars fit into MS Hilda Marin?", "cars", "small ones", False),
        ("Who owns MS Hilda Marin?", "built", "2007", False),
        ("MS Hilda Marin 的长度是多少？", "length", "97 m", False),
    ],
)
def test_a_triple_answers_only_what_its_predicate_or_object_speaks_of(
    question, predicate, value, otherwise
):
    assert of_something_else(question, *triple(predicate, value), None) is otherwise


@pytest.mark.parametrize(
    ("question", "text", "value", "otherwise"),
    [
        ("How many cabins does MS Hilda Marin have?", ROWS, "2007", True),
        ("In which year was MS Hilda Marin built?", ROWS, "2007", False),
        ("What cars does MS Hilda Marin carry?", ROWS, "carries cars", False),
        ("What cars does MS Hilda Marin carry?", ROWS, "MS Hilda Marin", False),
        ("青岚大桥的造价是多少？", BRIDGES, "1820 米", True),
        ("青岚大桥的全长是多少？", BRIDGES, "1820 米", False),
        ("青岚大桥的造价是多少？", "青岚大桥长1820 米。", "1820 米", False),
        ("青岚大桥的造价是多少？", "| 青岚大桥 | 1820 米 |", "1820 米", False),
    ],
)
def test_a_cell_answers_only_what_its_column_or_its_words_speak_of(
    question, text, value, otherwise
):
    assert of_something_else(question, *cell(text, value)) is otherwise
