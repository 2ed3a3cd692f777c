"""What a search does beside: keywords and triples, while vectors are compared."""

import threading

import pytest


def test_keywords_are_sought_while_vectors_are_compared(library, searcher, monkeypatch):
    library.put("d", "A dog.")
    one = searcher()
    indexes = one.indexes("c")
    by_keywords, by_vectors = indexes.keywords.search, indexes.vectors.search
    sought = threading.Event()

    def keywords(*given):
        sought.set()
        return by_keywords(*given)

    def vectors(*given):
        assert sought.wait(10)
        return by_vectors(*given)

    monkeypatch.setattr(indexes.keywords, "search", keywords)
    monkeypatch.setattr(indexes.vectors, "search", vectors)
    assert [hit.rank for hit in one.search("c", "dog").hits] == [1]


def test_what_fails_beside_reaches_the_caller_and_not_the_next_one(library, searcher, monkeypatch):
    library.put("d", "A dog.")
    one = searcher()
    with monkeypatch.context() as broken:
        broken.setattr(one.indexes("c").keywords, "search", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            one.search("c", "dog")
    assert [hit.rank for hit in one.search("c", "dog").hits] == [1]


def test_a_closed_searcher_leaves_no_thread(library, searcher):
    library.put("d", "A dog.")
    before = set(threading.enumerate())
    one = searcher()
    one.search("c", "dog")
    started = {t for t in set(threading.enumerate()) - before if t.name.startswith("words")}
    assert started
    one.close()
    assert not started & set(threading.enumerate())
