"""All searchers together over a real store, with the embedder that needs no weights."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from indexes.fusion import interleave, reciprocal_rank_fusion
from indexes.hybrid import FusionWeights
from knowledge.errors import DeadlineExceededError, UnknownCollectionError
from knowledge.text import terms
from knowledge.types import Triple


class ByLength:
    """A reranker that prefers long passages."""

    name = "by length"

    def __init__(self, depth=30) -> None:
        self.depth = depth
        self.asked: list[str] = []
        self.looked_at = 0

    def score(self, question, chunks):
        self.asked.append(question)
        self.looked_at = len(chunks)
        return [float(len(chunk.text)) for chunk in chunks]


def texts(result) -> list[str]:
    return [result.chunks[hit.id].text for hit in result.hits]


def test_every_searcher_brings_its_ranking_and_they_are_fused(library, searcher):
    ids = library.put(
        "d", "The dog sleeps in the park.", "A cat sat.", "Ada wrote the first programme.",
        triples=[(Triple("Ada Lovelace", "friend of", "Charles Babbage"), 1)],
    )  # fmt: skip
    weights = FusionWeights(dense=0.7, keyword=1.3, k=10)
    result = searcher(weights=weights).search("c", "Which dog knew Ada Lovelace?")
    assert [hit.id for hit in result.by_searcher["keyword"]] == [ids[0], ids[2]] or [
        hit.id for hit in result.by_searcher["keyword"]
    ] == [ids[2], ids[0]]
    assert result.by_searcher["graph"][0].id == ids[1]
    assert {hit.id for hit in result.by_searcher["dense"]} == set(ids)
    found = {name: result.by_searcher[name] for name in ("dense", "keyword")}
    assert result.hits == interleave(
        {
            "found": reciprocal_rank_fusion(found, {"dense": 0.7, "keyword": 1.3}, 10),
            "graph": result.by_searcher["graph"],
        },
        ("found", "graph", "graph"),
    )
    assert [t.object for t, _ in result.graph.triples] == ["Charles Babbage"]
    assert [m.entity for m in result.graph.mentions] == ["ada lovelace"]
    assert result.readable == 1.0


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("Where does the dog sleep?", "The dog sleeps in the park."),
        ("北京的公园在哪里？", "北京的公园很大。"),
    ],
)
def test_questions_in_both_languages_find_their_passage(library, searcher, question, found):
    library.put("a", "The dog sleeps in the park.", "A cat sat.")
    library.put("b", "北京的公园很大。", "上海的夜晚很亮。")
    assert texts(searcher().search("c", question))[0] == found


def test_the_graph_brings_a_passage_that_no_word_of_the_question_stands_in(library, searcher):
    library.put("a", "The dog sleeps in the park.", "A cat sat.", "A bird sang.")
    library.put("c", "She was an admiral.", triples=[(Triple("Grace Hopper", "rank", "x1"), 0)])
    assert "She was an admiral." in texts(searcher().search("c", "Who knows Grace Hopper?"))[:2]


def test_the_graph_finds_the_second_hop(library, searcher):
    """The director's passage shares no word with the question but "born"; others share more."""
    library.put("film", "A drama film directed by Luis Mandoki.", title="Gaby: A True Story")
    library.put("person", "Luis was born in Mexico City.", title="Luis Mandoki")
    for n in range(12):
        library.put(f"other{n}", f"The true director of film {n} was born.", title=f"Film {n}")
    question = "Where was the director of the film Gaby: A True Story born?"
    plain = searcher(weights=FusionWeights(turns=()))
    assert [
        plain.search("c", question, 8).chunks[h.id].title
        for h in plain.search("c", question, 8).hits
    ].count("Luis Mandoki") == 0
    found = searcher().search("c", question, 8)
    assert {"Gaby: A True Story", "Luis Mandoki"} <= {c.title for c in found.chunks.values()}


def test_the_graph_finds_the_second_hop_in_chinese(library, searcher):
    library.put("film", "这部剧情片由张艺谋执导，巩俐主演。", title="红高粱")
    library.put("person", "1950年生于陕西西安。", title="张艺谋")
    for n in range(12):
        library.put(f"other{n}", f"第{n}部电影的导演出生在哪里，没有人知道。", title=f"第{n}部")
    found = searcher().search("c", "电影《红高粱》的导演出生在哪里？", 8)
    assert {"红高粱", "张艺谋"} <= {c.title for c in found.chunks.values()}


def test_what_one_passage_says_whole_needs_no_graph(library, searcher):
    library.put("film", "Alien was directed by Ridley Scott in 1979.", title="Alien")
    library.put("person", "He was born in 1937.", title="Ridley Scott")
    whole = searcher().search("c", "When was Alien directed by Ridley Scott?")
    assert whole.by_searcher["graph"] == []
    assert searcher().search("c", "Who is the mother of Ridley Scott?").by_searcher["graph"]


def test_the_less_one_passage_says_the_earlier_the_graph_has_its_turn():
    weights = FusionWeights()
    assert weights.turns_at(0.3)[:2] == ("found", "graph")
    assert weights.turns_at(0.8)[:5] == ("found", "found", "found", "found", "graph")
    assert weights.turns_at(0.95) == ()


def test_a_comparison_finds_each_of_the_things_compared(library, searcher):
    library.put("a", "Ein Film aus dem Jahr 1931.", title="Phoolwari")
    library.put("b", "Released in 1961.", title="Aas Ka Panchhi")
    for n in range(12):
        library.put(f"other{n}", "Which film was released first?", title=f"Film {n}")
    found = searcher().search("c", "Which film was released first, Aas Ka Panchhi or Phoolwari?", 4)
    assert {"Phoolwari", "Aas Ka Panchhi"} <= {c.title for c in found.chunks.values()}


def test_dense_counts_as_much_as_the_embedder_can_read(library, searcher, monkeypatch):
    library.put("d", "A dog.", "A cat.")
    monkeypatch.setattr(library.embedder, "readable", lambda text: 0.25)
    weights = FusionWeights(dense=0.8, keyword=1.0, k=60, reading=2, turns=())
    result = searcher(weights=weights).search("c", "dog")
    dense, keyword = result.by_searcher["dense"], result.by_searcher["keyword"]
    assert result.readable == 0.25
    assert result.by_searcher["graph"] == []
    assert result.hits[0].id == dense[0].id == keyword[0].id
    monkeypatch.setattr(library.embedder, "readable", lambda text: 0.0)
    assert texts(searcher().search("c", "dog")) == ["A dog."]


def test_the_limit_holds_and_chunks_are_those_of_the_hits(library, searcher):
    library.put("d", *[f"A dog number {n}." for n in range(70)])
    for limit in (1, 5, 60):
        result = searcher().search("c", "dog", limit)
        assert len(result.hits) == limit
        assert list(result.chunks) == [hit.id for hit in result.hits]
        assert [hit.rank for hit in result.hits] == list(range(1, limit + 1))


def test_timings_name_each_part(library, searcher):
    library.put("d", "A dog.")
    parts = ["refresh", "encode", "dense", "wait", "fusion", "graph"]
    beside = ["keyword", "triples"]
    plain = searcher().search("c", "dog").timings_ms
    assert list(plain) == [*parts, "fetch", *beside]
    assert all(time >= 0 for time in plain.values())
    reranked = searcher(reranker=ByLength()).search("c", "dog").timings_ms
    assert list(reranked) == [*parts, "rerank", *beside]


def test_the_reranker_decides_the_order_of_what_it_looks_at(library, searcher):
    library.put("d", "dog dog dog", "A dog of some length.", "A dog that is longer than that.")
    reranker = ByLength()
    result = searcher(reranker=reranker).search("c", "dog", limit=2)
    assert texts(result) == ["A dog that is longer than that.", "A dog of some length."]
    assert [(hit.rank, hit.score) for hit in result.hits] == [(1, 31.0), (2, 21.0)]
    assert reranker.asked == ["dog"]
    assert reranker.looked_at == 3


def test_the_reranker_looks_as_deep_as_it_says_and_ties_keep_the_order(library, searcher):
    library.put("d", *[f"A dog number {n}." for n in range(10, 40)])
    plain = texts(searcher().search("c", "dog", limit=9))
    reranker = ByLength(depth=7)
    result = searcher(reranker=reranker).search("c", "dog", limit=4)
    assert reranker.looked_at == 7
    assert texts(result) == plain[:4]  # all are of one length
    searcher(reranker=reranker).search("c", "dog", limit=9)
    assert reranker.looked_at == 9


def test_nothing_of_another_collection_is_found(library, searcher):
    library.store.create_collection("theirs")
    library.put("d", "A dog of ours.")
    library.put(
        "d", "A dog of theirs.", collection="theirs", triples=[(Triple("Dog", "is", "secret"), 0)]
    )
    one = searcher()
    ours, theirs = one.search("c", "dog"), one.search("theirs", "dog")
    assert (texts(ours), texts(theirs)) == (["A dog of ours."], ["A dog of theirs."])
    assert (ours.graph.triples, len(theirs.graph.triples)) == ([], 1)


def test_a_chunk_deleted_between_search_and_fetch_is_left_out(library, searcher):
    library.put("a", "A dog.")
    library.put("b", "A big dog.")
    steps = iter(["after refresh", "after encoding", "after fusion", "before fetching"])

    def delete_before_fetching():
        if next(steps) == "before fetching":
            library.store.delete_document("c", "a")

    result = searcher().search("c", "dog", check=delete_before_fetching)
    assert texts(result) == ["A big dog."]
    assert len(result.by_searcher["keyword"]) == 2


@pytest.mark.parametrize("step", [1, 2, 3])
def test_a_passed_deadline_stops_the_search_between_steps(library, searcher, step):
    library.put("d", "A dog.")
    calls = []

    def check():
        calls.append(1)
        if len(calls) == step:
            raise DeadlineExceededError("too late")

    with pytest.raises(DeadlineExceededError):
        searcher().search("c", "dog", check=check)
    assert len(calls) == step


def test_a_collection_made_again_under_its_name_starts_empty(library, searcher):
    library.put("d", "An old dog.")
    one = searcher()
    assert texts(one.search("c", "dog")) == ["An old dog."]
    one.save()
    library.store.delete_collection("c")
    with pytest.raises(UnknownCollectionError):
        one.search("c", "dog")
    library.store.create_collection("c")
    assert one.search("c", "dog").hits == []
    library.put("e", "A new dog.")
    for opened in (one, searcher()):
        assert texts(opened.search("c", "dog")) == ["A new dog."]


def test_indexes_of_deleted_collections_are_removed_and_of_others_kept(library, searcher, tmp_path):
    library.put("d", "An old dog.")
    library.store.create_collection("kept")
    one = searcher()
    for name in ("c", "kept"):
        one.search(name, "dog")
    one.save()
    folders = {name: library.store.state(name).id for name in ("c", "kept")}
    root = next(p.parent for p in tmp_path.rglob(str(folders["c"])) if p.is_dir())
    (root / "notes").mkdir()
    library.store.delete_collection("c")
    searcher().discard_deleted()
    one.discard_deleted()
    assert {p.name for p in root.iterdir()} == {str(folders["kept"]), "notes"}
    assert one.search("kept", "dog").hits == []
    one.save()
    assert not (root / str(folders["c"])).exists()


def test_saved_indexes_are_opened_again(library, searcher):
    library.put("d", *[f"A dog number {n}." for n in range(30)])
    first = searcher(exact_limit=10)
    expected = first.search("c", "dog number 7")
    first.save()
    again = searcher(exact_limit=10)
    assert again.indexes("c").vectors.graph_size == 30
    assert texts(again.search("c", "dog number 7"))[0] == texts(expected)[0] == "A dog number 7."


def test_searches_while_documents_come_and_go_are_of_live_text(library, searcher):
    library.put("kept", "The dog of the house.")
    one = searcher()

    def write():
        for n in range(12):
            library.put("coming", f"A dog number {n}.")
        library.store.delete_document("c", "coming")

    with ThreadPoolExecutor(2) as pool:
        writing = pool.submit(write)
        while not writing.done():
            result = one.search("c", "house dog")
            assert texts(result)[0] == "The dog of the house."
            assert all("dog" in terms(chunk.text) for chunk in result.chunks.values())
        writing.result()
    assert texts(one.search("c", "dog")) == ["The dog of the house."]


def test_an_empty_collection_answers_nothing(searcher):
    result = searcher().search("c", "dog")
    assert (result.hits, result.chunks, result.graph.triples) == ([], {}, [])
