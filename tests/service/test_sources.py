"""Texts given by the caller: cut, ranked, limited, never stored."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexes.embedding.hashing import HashingEmbedder
from knowledge.errors import InvalidInputError
from knowledge.text import clean_text
from service.answer import Source
from service.sources import MAX_CHARACTERS, MAX_SOURCES, Sources, cut

LONG = "# Garden\n\n" + "\n\n".join(
    f"## Bed {n}\n\nBed {n} has soil and tomatoes, {n} of them." for n in range(30)
)


@pytest.fixture(scope="module")
def sources():
    return Sources(HashingEmbedder())


def test_offsets_point_into_the_text_of_their_source():
    given = [Source(text=LONG, title="Garden"), Source(text="短文。第二句。")]
    passages = cut(given)
    assert len(passages) == 32  # the lone heading, 30 beds and the short text
    for p in passages:
        text = given[int((p.document_id or "").removeprefix("source-")) - 1].text
        assert text[p.start : p.end] == p.text
        assert p.kind == "passage"


@given(st.text(st.sampled_from("# \r\n\x00\x85\ufeff\u2028a.中。"), min_size=1, max_size=40))
def test_offsets_point_into_the_text_as_it_was_given(text):
    for p in cut([Source(text="Other."), Source(text=text)])[1:]:
        assert clean_text(text[p.start : p.end]) == p.text


def test_title_and_headings_are_the_context_each_once():
    passages = cut([Source(text="# Garden\n\n## Bed\n\nSoil.", title="Garden")])
    assert (passages[-1].text, passages[-1].context) == ("Soil.", "Garden › Bed")


def test_few_passages_are_all_given_in_their_order(sources):
    given = [Source(text="Coffee is hot."), Source(text="The bridge is old.")]
    found = sources.find("How old is the bridge?", given, limit=8)
    assert [p.text for p in found.evidence] == ["Coffee is hot.", "The bridge is old."]
    assert found.readable == 1.0


@pytest.mark.parametrize(
    ("question", "target"),
    [
        ("When was the bridge opened?", "The bridge was opened in 1932."),
        ("长城有多长？", "长城总长度为8851公里。"),
    ],
)
def test_of_many_passages_the_best_come_first(sources, question, target):
    given = [Source(text=LONG), Source(text=target), Source(text=LONG.replace("Bed", "Row"))]
    found = sources.find(question, given, limit=3)
    assert len(found.evidence) == 3
    assert found.evidence[0].text == target


def test_rarity_is_counted_over_all_passages_not_only_the_best(sources):
    found = sources.find("Which bed has 7 tomatoes?", [Source(text=LONG)], limit=2)
    # 31 passages; `soil` is in nearly all of them, `29` in one: log(32 / 1.5) / log(64)
    assert found.rarity("soil") == 0.3
    assert found.rarity("29") == pytest.approx(0.7358, abs=1e-4)


def test_a_text_of_nothing_but_space_gives_no_evidence(sources):
    assert sources.find("Why?", [Source(text=" \n ")], limit=8).evidence == []


def test_characters_that_no_text_should_carry_are_dropped():
    assert [p.text for p in cut([Source(text="a\x00b\x1bc")])] == ["abc"]


def test_too_many_sources_are_refused():
    assert len(cut([Source(text="a")] * MAX_SOURCES)) == MAX_SOURCES
    with pytest.raises(InvalidInputError, match="1001 sources") as caught:
        cut([Source(text="a")] * (MAX_SOURCES + 1))
    assert caught.value.details == {"limit": MAX_SOURCES}


def test_sources_too_long_together_are_refused():
    half = "a" * (MAX_CHARACTERS // 2)
    with pytest.raises(InvalidInputError, match="2000000 characters"):
        cut([Source(text=half), Source(text=half + "a")])
