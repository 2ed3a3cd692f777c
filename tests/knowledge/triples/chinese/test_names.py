"""Chinese names: marked, transliterated, by suffix; and what a segmenter guesses wrongly."""

import pytest

from knowledge.triples.chinese.names import ChineseNameFinder


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("他读过《红楼梦》。", [("红楼梦", "work")]),
        ("他在清华大学工作。", [("清华大学", "organisation")]),
        ("威廉·琼斯发现了印欧语系。", [("威廉·琼斯", "person")]),
        ("范廷颂于1919年6月15日出生。", [("范廷颂", "person"), ("1919年6月15日", "date")]),
        ("校园面积2307亩。", [("2307亩", "quantity")]),
        ("他使用 Nintendo DSi 玩。", [("Nintendo DSi", "term")]),
        ("他去了日本。", [("日本", "place")]),
    ],
)
def test_names_and_kinds(text, expected):
    assert [(m.name, m.kind) for m in ChineseNameFinder().find(text)] == expected


def test_traditional_characters_stay_as_they_are_written():
    (mention,) = ChineseNameFinder().find("他在清華大學工作。")
    assert (mention.start, mention.end, mention.name) == (2, 6, "清華大學")
