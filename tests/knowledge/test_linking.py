"""Names in a question that are entities of the graph, in both languages."""

import pytest

from knowledge.graph import KnowledgeGraph
from knowledge.linking import MAX_NAME, Mention, link_entities
from knowledge.types import Triple

ENTITIES = [
    "New York", "New York City", "York", "Café de Flore", "C++", "UN", "2024", "BERT", "北京",
    "北京大学", "南京市长江大桥", "the", "的", "什么", "多少", "Python 3.12", "Transformer model",
    "臺灣", "X" * (MAX_NAME + 1), "Q",
]  # fmt: skip


@pytest.fixture(scope="module")
def graph(tmp_path_factory):
    from knowledge.store.sqlite import SqliteStore

    store = SqliteStore(tmp_path_factory.mktemp("linking") / "s")
    store.create_collection("c")
    store.add_triples("c", [Triple(name, "kind", "thing x1") for name in ENTITIES])
    store.add_triples("c", [Triple("Peking", "别名", "北京"), Triple("UN", "alias", "联合国")])
    graph = KnowledgeGraph()
    graph.refresh(store, "c")
    store.close()
    return graph


def names(text, graph) -> list[str]:
    return [mention.name for mention in link_entities(text, graph)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Is New York City larger than York?", ["new york city", "york"]),
        ("new   york and NEW YORK", ["new york"]),
        ("Ｎｅｗ Ｙｏｒｋ", ["new york"]),
        ("the cafe de flore", ["cafe de flore"]),
        ("New York's mayor, (BERT)", ["new york", "bert"]),
        ("Yorkshire and NewYork, bertha", []),
        ("12024 or 2024a", []),
        ("In 2024.", ["2024"]),
        ("Is C++ fast?", ["c++"]),
        ("Use Python 3.12!", ["python 3.12"]),
        ("How do Transformer models work?", ["transformer model"]),
        ("What is the thing?", []),
        ("Q & A", []),
        ("", []),
    ],
)
def test_english_names(graph, text, found):
    assert names(text, graph) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("北京大学在哪里？", ["北京大学"]),
        ("请问北京的人口是多少", ["北京"]),
        ("我住在南京市长江大桥旁边", ["南京市长江大桥"]),
        ("使用BERT模型", ["bert"]),
        ("２０２４年的北京", ["2024", "北京"]),
        ("台湾有什么？", ["台湾"]),
        ("什么的多少", []),
    ],
)
def test_names_inside_chinese_sentences(graph, text, found):
    assert names(text, graph) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("铁的熔点是多少？", ["铁"]),
        ("什么是铁？", ["铁"]),
        ("鐵", ["铁"]),
        ("铁有什么用途？铁会生锈吗？", ["铁"]),
        ("请问铁和水哪个更重？", ["铁", "水"]),
        ("“铁”是什么？", ["铁"]),
        ("水是由什么组成的？", ["水"]),
        ("钢铁的产量是多少？", []),
        ("铁路在哪里？", []),
        ("地铁有几条线？", []),
        ("氧化铁和纯铁的颜色", []),
        ("王铁的生日，刘铁男的职务", []),
        ("铁元素、含铁的食物", []),
        ("目的铁", []),
        ("水库有什么？", []),
        ("BERT铁", []),
        ("地铁里的铁的颜色", ["铁"]),
        # 的 is left out before what the graph says of it
        ("铁熔点多少？", ["铁"]),
        ("请问水沸点是多少", ["水"]),
        ("鐵熔點", ["铁"]),
        ("铁和水沸点", ["铁", "水"]),
        ("水熔点多少", []),
        ("铁密度多少", []),
        ("钢铁熔点多少", []),
        ("生铁熔点", []),
        ("王铁熔点", []),
        ("铁路熔点", []),
        ("铁人三项规则", []),
    ],
)
def test_a_name_of_one_chinese_character_is_a_word_of_its_own(store, text, found):
    store.add_triples("c", [Triple("铁", "熔点", "1538 ℃"), Triple("水", "沸点", "100 ℃")])
    made = KnowledgeGraph()
    made.refresh(store, "c")
    assert names(text, made) == found


def test_an_alias_gives_the_canonical_entity_once(graph):
    assert link_entities("Is 北京 Peking?", graph) == [Mention("peking", "北京")]
    assert link_entities("联合国 and the UN", graph) == [Mention("un", "联合国")]


def test_entities_come_in_the_order_of_the_text(graph):
    assert names("BERT, York, 北京, BERT", graph) == ["bert", "york", "北京"]


def test_a_name_too_long_to_be_one_is_not_looked_for(graph):
    assert names("X" * (MAX_NAME + 1), graph) == []


def test_nothing_is_linked_in_an_empty_graph():
    assert link_entities("New York", KnowledgeGraph()) == []


def test_a_name_without_its_qualifier_means_all_that_carry_one(store):
    poem = Triple("李白（唐代诗人）", "代表作", "静夜思")
    store.add_triples("c", [poem, Triple("李白（歌曲）", "演唱者", "李荣浩")])
    made = KnowledgeGraph()
    made.refresh(store, "c")
    found = [mention.entity for mention in link_entities("李白的代表作是什么？", made)]
    assert found == ["李白(唐代诗人)", "李白(歌曲)"]
    store.remove_triples("c", [poem])
    made.refresh(store, "c")
    assert [m.entity for m in link_entities("李白的代表作是什么？", made)] == ["李白(歌曲)"]
