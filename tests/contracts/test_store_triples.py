"""Triples in any store: imported once, read from documents, gone with what they came from."""

import pytest

from knowledge.types import EntityMention, Triple

FOREVER = 10**6
PARIS = Triple("Paris", "capital of", "France")
BEIJING = Triple("北京", "首都", "中国")


def parts(triples) -> list[tuple[str, str, str]]:
    return [(t.subject, t.predicate, t.object) for t in triples]


def test_importing_twice_changes_nothing(store):
    assert store.add_triples("c", [PARIS, BEIJING, PARIS]) == 2
    first = list(store.iter_triples("c", 0, FOREVER))
    assert store.add_triples("c", [BEIJING, PARIS]) == 0
    assert list(store.iter_triples("c", 0, FOREVER)) == first
    assert parts(first) == [parts([PARIS])[0], parts([BEIJING])[0]]
    assert [(t.source, t.confidence, t.document_id) for t in first] == [("imported", 1.0, None)] * 2


def test_parts_are_told_apart_to_the_character(store):
    variants = [PARIS, Triple("paris", "capital of", "France"), Triple("Paris ", "capital of", "F")]
    assert store.add_triples("c", variants) == 3


def test_removing_takes_the_named_ones_and_tells_how_many(store):
    store.add_triples("c", [PARIS, BEIJING])
    (paris, beijing) = store.iter_triples("c", 0, FOREVER)
    assert store.remove_triples("c", [PARIS, Triple("no", "such", "one")]) == 1
    assert store.remove_triples("c", [PARIS]) == 0
    assert list(store.iter_triples("c", 0, FOREVER)) == [beijing]
    assert store.removed("c", "triple", 0, FOREVER).tolist() == [paris.id]


def test_a_triple_removed_and_added_again_is_a_new_one(store):
    store.add_triples("c", [PARIS])
    (old,) = store.iter_triples("c", 0, FOREVER)
    store.remove_triples("c", [PARIS])
    assert store.add_triples("c", [PARIS]) == 1
    (new,) = store.iter_triples("c", 0, FOREVER)
    assert new.id > old.id
    assert list(store.iter_triples("c", 0, 2)) == []
    assert list(store.iter_triples("c", 2, 3)) == [new]


def test_triples_read_from_a_document_name_it_and_their_chunk(store, make):
    of_chunk = Triple("a", "p", "b", source="reader", confidence=0.25, start=5, end=9)
    of_document = Triple("d", "kind", "report", source="reader")
    prepared = make.prepared("d", triples=[(of_chunk, 1), (of_document, None)])
    store.put_document("c", prepared)
    chunks = store.document_chunks("c", "d")
    first, second = store.iter_triples("c", 0, FOREVER)
    assert first == Triple("a", "p", "b", first.id, "d", chunks[1].id, "reader", 0.25, 5, 9)
    assert second == Triple("d", "kind", "report", second.id, "d", None, "reader", 1.0)


@pytest.mark.parametrize("change", ["delete", "update"])
def test_triples_go_with_the_document_they_were_read_from(store, make, change):
    read = Triple("a", "p", "b", source="reader")
    store.put_document("c", make.prepared("d", triples=[(read, 0), (PARIS, None)]))
    store.put_document("c", make.prepared("e", triples=[(read, 0)]))
    store.add_triples("c", [PARIS])
    gone = [t.id for t in store.iter_triples("c", 0, FOREVER) if t.document_id == "d"]
    if change == "delete":
        store.delete_document("c", "d")
    else:
        store.put_document("c", make.prepared("d"))
    left = list(store.iter_triples("c", 0, FOREVER))
    assert [(t.subject, t.document_id) for t in left] == [("a", "e"), ("Paris", None)]
    assert store.removed("c", "triple", 0, FOREVER).tolist() == gone
    assert store.collections()[0].triples == 2


def test_what_a_document_says_is_not_removed_as_imported(store, make):
    read = Triple("a", "p", "b", source="reader")
    store.put_document("c", make.prepared("d", triples=[(read, 0)]))
    assert store.remove_triples("c", [Triple("a", "p", "b")]) == 0
    assert parts(store.iter_triples("c", 0, FOREVER)) == [("a", "p", "b")]


def test_an_import_is_one_change(store):
    store.add_triples("c", [Triple(f"s{n}", "p", "o") for n in range(300)])
    assert store.state("c").sequence == 1
    assert len(list(store.iter_triples("c", 0, 1))) == 300


def test_mentions_are_read_by_passage_and_place(store, make):
    one = EntityMention(0, 3, "One", "other")
    two = EntityMention(5, 8, "Two", "work")
    store.put_document("c", make.prepared("d", mentions=[(two, 1), (one, 0)]))
    first, second = store.document_chunks("c", "d")
    assert list(store.iter_mentions("c", 0, FOREVER)) == [
        EntityMention(0, 3, "One", "other", first.id),
        EntityMention(5, 8, "Two", "work", second.id),
    ]
    assert list(store.iter_mentions("other", 0, FOREVER)) == []


def test_mentions_follow_their_document(store, make):
    mention = EntityMention(0, 3, "One", "other")
    store.put_document("c", make.prepared("d", mentions=[(mention, 0)]))
    before = store.state("c").sequence
    store.put_document("c", make.prepared("d", mentions=[(mention, 0), (mention, 1)]))
    chunks = store.document_chunks("c", "d")
    assert [m.chunk_id for m in store.iter_mentions("c", 0, FOREVER)] == [c.id for c in chunks]
    assert list(store.iter_mentions("c", 0, before)) == []
    store.delete_document("c", "d")
    assert list(store.iter_mentions("c", 0, FOREVER)) == []
