"""Keyword search: BM25 by its formula, in both languages, in step with the store."""

import math
from collections import defaultdict

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from indexes.keywords import KeywordIndex
from knowledge.text import content_terms, terms

FOREVER = 10**6
K1, B = 1.2, 0.75


@pytest.fixture
def index(library, tmp_path):
    return KeywordIndex(tmp_path / "keywords")


def search(index, library, question, k=10) -> list[str]:
    """The texts found, best first."""
    index.refresh(library.store, "c")
    hits = index.search(content_terms(question), k)
    chunks = library.store.chunks("c", [hit.id for hit in hits])
    return [chunks[hit.id].text for hit in hits]


def bm25(library, query) -> dict[int, float]:
    """Scores by id, from the definition: Robertson and Zaragoza (2009)."""
    texts = {c.id: terms(c.indexed_text) for c in library.store.iter_chunks("c", 0, FOREVER)}
    average = sum(map(len, texts.values())) / len(texts)
    scores: dict[int, float] = defaultdict(float)
    for term in query:
        holding = sum(term in text for text in texts.values())
        idf = math.log(1 + (len(texts) - holding + 0.5) / (holding + 0.5))
        for i, text in texts.items():
            if frequency := text.count(term):
                length = K1 * (1 - B + B * len(text) / average)
                scores[i] += idf * frequency * (K1 + 1) / (frequency + length)
    return scores


SENTENCES = [
    "The dog chased the cat.",
    "A cat, a cat and another cat sat.",
    "The river runs through the old town near the dog park by the sea.",
    "北京是中国的首都。",
    "中国的首都有很多公园，北京的公园很大。",
    "BERT模型用于自然语言处理",
]


@pytest.mark.parametrize(
    "question", ["dog", "cats and dogs", "dog park cat", "北京公园", "中国首都", "BERT模型 river"]
)
def test_scores_are_those_of_bm25(library, index, question):
    for n, sentence in enumerate(SENTENCES):
        library.put(f"d{n}", sentence)
    index.refresh(library.store, "c")
    query = content_terms(question)
    expected = bm25(library, query)
    hits = index.search(query, 10)
    ranked = sorted(expected, key=lambda i: (-expected[i], i))
    assert [hit.id for hit in hits] == ranked
    assert [hit.score for hit in hits] == pytest.approx([expected[i] for i in ranked], rel=1e-4)
    assert [hit.rank for hit in hits] == list(range(1, len(hits) + 1))
    assert [hit.id for hit in index.search(query, 1)] == ranked[:1]


def test_a_rarer_term_counts_for_more(library, index):
    for n in range(6):
        library.put(f"d{n}", f"common word number{n}")
    library.put("rare", "rare word number9")
    found = search(index, library, "common rare")
    assert found[0] == "rare word number9"
    assert len(found) == 7


def test_forms_of_a_word_are_one_term(library, index):
    library.put("a", "He was running to the Café.")
    library.put("b", "Nothing of it here.")
    for question in ("runs", "RUNNING", "ｃａｆｅ", "cafés"):
        assert search(index, library, question) == ["He was running to the Café."]


def test_title_and_headings_are_searched_too(library, index):
    library.put("a", "It has two engines.", title="Boeing 737")
    library.put("b", "It has four engines.", title="Boeing 747")
    assert search(index, library, "747") == ["It has four engines."]


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ("dog park", [2]),
        ("the dog", [0, 2]),
        ("cat cat cat", [0, 1]),
        ("北京 公园", [4]),
        ("dog zebra", []),
        ("", []),
    ],
)
def test_the_chunks_that_hold_every_term(library, index, wanted, found):
    ids = [library.put(f"d{n}", sentence)[0] for n, sentence in enumerate(SENTENCES)]
    index.refresh(library.store, "c")
    assert index.holding(content_terms(wanted), 10) == [ids[n] for n in found]
    assert len(index.holding(content_terms(wanted), 1)) == min(1, len(found))


def test_ties_are_in_the_order_of_ids(library, index):
    ids = library.put("a", *["same words"] * 5)
    index.refresh(library.store, "c")
    assert [hit.id for hit in index.search(["same"], 5)] == ids


@pytest.mark.parametrize(
    "question", ["", "the of and", "??!", "zebra", "的", "斑马"], ids=lambda q: q or "empty"
)
def test_nothing_to_find_is_nothing_found(library, index, question):
    library.put("a", "The dog chased the cat.", "北京的公园")
    assert search(index, library, question) == []


@pytest.mark.parametrize(
    "question",
    [
        'dog AND OR NOT (park" : ^2 * ~ [a TO b] + - \\ / body:',
        "body:dog",
        '"dog park',
        "dog^9999999999999999999",
        "dog\x00\ud800 *:*",
        "(((((dog",
    ],
)
def test_query_syntax_in_a_question_is_plain_text(library, index, question):
    library.put("a", "A dog park.")
    library.put("b", "Something else with a bodyguard.")
    assert search(index, library, question) == ["A dog park."]


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(question=st.text(max_size=60) | st.text('"():^*~[]{}+-\\/!&|dog ', max_size=30))
def test_any_question_is_harmless(library, index, question):
    if not library.live():
        library.put("a", "A dog park.", "犬の公園")
    index.refresh(library.store, "c")
    asked = set(content_terms(question))
    found = {hit.id for hit in index.search(content_terms(question), 5)}
    chunks = library.store.iter_chunks("c", 0, FOREVER)
    assert found == {c.id for c in chunks if asked & set(terms(c.indexed_text))}


def test_rarity_is_zero_for_a_term_everywhere_and_one_for_a_unique_one(library, index):
    for n in range(20):
        library.put(f"d{n}", f"everywhere unique{n} " + ("often" if n % 2 else "公园"))
    index.refresh(library.store, "c")
    (everywhere,) = terms("everywhere")
    expected = {n: math.log(21 / (n + 0.5)) / math.log(42) for n in (0, 1, 10, 20)}
    assert index.rarity(everywhere) == pytest.approx(expected[20]) == pytest.approx(0, abs=0.01)
    assert index.rarity("unique7") == pytest.approx(expected[1]) == pytest.approx(0.7, abs=0.01)
    assert index.rarity("often") == index.rarity("公园") == pytest.approx(expected[10])
    assert index.rarity("unknown") == pytest.approx(expected[0]) == pytest.approx(1)


def test_updates_and_deletes_are_followed(library, index, caplog):
    library.put("a", "An old dog.")
    library.put("b", "Another big dog.")
    assert search(index, library, "dog") == ["An old dog.", "Another big dog."]
    caplog.set_level("INFO")
    library.put("a", "A new cat.")
    assert search(index, library, "dog") == ["Another big dog."]
    assert search(index, library, "cat") == ["A new cat."]
    library.store.delete_document("c", "b")
    assert search(index, library, "dog") == []
    assert len(index) == 1
    library.store.delete_document("c", "a")
    assert search(index, library, "dog cat") == []
    assert len(index) == 0
    assert "building" not in caplog.text


def test_searching_before_following_a_store_is_a_mistake(index):
    with pytest.raises(RuntimeError, match="refresh"):
        index.search(["dog"], 5)
