"""The pattern extractor as a whole: offsets, names of one entity, both languages at once."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.chunking import chunk_text
from knowledge.sentences import sentence_spans
from knowledge.triples.chinese.names import ChineseNameFinder
from knowledge.triples.english.names import NameFinder
from knowledge.triples.extraction import read_document
from knowledge.triples.patterns import PatternExtractor
from knowledge.types import Document

PIECES = st.sampled_from(
    "He She It The film Ada Lovelace was born in London on 3 May 1950 ( ) , . ; “ ” 《 》 "
    "（ ） ， 。 ； 李安 生于 北京 是 一种 模型 LLM 大型语言模型 简称 由 执导 "
    "1912年 · 威廉 \n \n\n # | e\u0301 \ue000 \uf8fe 臺北 "
    "is a an the of and who which 🙂".split(" ")
)  # fmt: skip


def read(text: str, title: str = ""):
    document = Document("d", title, text)
    return read_document(PatternExtractor(), document, chunk_text(text))


def test_triples_carry_the_offsets_of_their_sentence():
    text = "Much rain fell. Ada Lovelace was born in London. 李安生于台北市。"
    found = {t.subject: (text[t.start : t.end], p) for t, p in read(text).triples}
    assert found == {
        "Ada Lovelace": ("Ada Lovelace was born in London.", 0),
        "李安": ("李安生于台北市。", 0),
    }


def test_an_abbreviation_is_one_entity_with_its_long_form_throughout_the_document():
    text = "The World Health Organization (WHO) met. Later the WHO joined Red Cross."
    mentions = [m.name for m, _ in read(text).mentions]
    assert mentions == ["World Health Organization"] * 3 + ["Red Cross"]
    assert "World Health Organization — abbreviation — WHO" in [
        t.verbalise() for t, _ in read(text).triples
    ]


def test_the_title_tells_homonyms_apart_and_the_merge_is_on_record():
    triples = read("Mercury orbits the Sun.", "Mercury (planet)").triples
    assert [t.verbalise() for t, _ in triples] == [
        "Mercury (planet) — orbits — Sun",
        "Mercury (planet) — short name — Mercury",
    ]


@pytest.mark.parametrize("text", ["", " ", "。", "()", "《》", "A" * 5000, "（" * 300, "是" * 500])
def test_odd_texts_say_nothing(text):
    assert read(text, text).triples == []


@given(
    st.one_of(
        st.text(max_size=200),
        st.lists(PIECES, max_size=40).map(" ".join),
        st.lists(PIECES, max_size=40).map("".join),
    )
)
def test_never_crashes_and_offsets_are_exact(text):
    extraction = read(text, text[:20])
    for triple, _ in extraction.triples:
        assert triple.start is not None
        assert 0 <= triple.start < (triple.end or 0) <= len(text)
        assert triple.subject.strip()
        assert triple.object.strip()
    for finder in (NameFinder(text), ChineseNameFinder()):
        last = 0
        for start, end in sentence_spans(text):
            for mention in finder.find(text[start:end], start):
                assert mention.name == text[mention.start : mention.end]
                assert last <= mention.start < mention.end
                last = mention.end


@given(st.lists(PIECES, max_size=30).map(" ".join))
def test_reading_twice_says_the_same(text):
    assert read(text) == read(text)
