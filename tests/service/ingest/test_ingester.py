"""Storing what is offered: outcomes, idempotence, durability, errors in the middle."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from knowledge.errors import DeadlineExceededError, DocumentNotFoundError, UnreadableDocumentError
from knowledge.triples.base import Extraction
from knowledge.types import Document, Triple
from service.bootstrap import Footing
from service.deadline import Deadline
from service.ingest.files import from_paths
from service.ingest.ingester import BATCH_PASSAGES, Ingester
from service.ingest.offered import Incoming
from service.ingest.texts import from_text

LIMIT = 10_000_000
TWO_PASSAGES = "# One\n\nFirst passage.\n\n# Two\n\n第二段。"


def _ingest(
    footing: Footing, *documents: Document, collection: str = "default"
) -> list[tuple[str, str | None]]:
    offered = [(d.id, d) for d in documents]
    return [(o.status, o.document_id) for o in footing.ingester.ingest(collection, offered)]


def _passages(footing: Footing, question: str = "passage") -> set[str]:
    result = footing.searcher.search("default", question, 50)
    return {chunk.text for chunk in result.chunks.values()}


@pytest.fixture
def footing(make_footing):
    return make_footing()


def test_a_document_is_stored_with_its_passages(footing):
    (outcome,) = footing.ingester.ingest("default", [("n", from_text(TWO_PASSAGES, "T", "d"))])
    assert (outcome.status, outcome.name, outcome.document_id, outcome.chunks) == (
        "added", "n", "d", 2,
    )  # fmt: skip
    document = footing.store.document("default", "d")
    chunks = footing.store.document_chunks("default", "d")
    assert [c.text for c in chunks] == ["First passage.", "第二段。"]
    assert all(document.text[c.start : c.end] == c.text for c in chunks)


def test_the_second_time_nothing_changes(footing):
    document = from_text(TWO_PASSAGES, "T", "d")
    _ingest(footing, document)
    before = footing.store.state("default")
    assert _ingest(footing, document) == [("unchanged", "d")]
    assert footing.store.state("default") == before


def test_a_changed_document_replaces_the_old_one_everywhere(footing):
    _ingest(footing, from_text("The old passage.", "T", "d"))
    assert _passages(footing) == {"The old passage."}
    assert _ingest(footing, from_text("The new passage.", "T", "d")) == [("updated", "d")]
    assert _passages(footing) == {"The new passage."}
    assert footing.store.document("default", "d").text == "The new passage."
    assert footing.store.state("default").chunks == 1


def test_the_same_id_twice_in_one_go_ends_with_the_last(footing):
    first, last = from_text("First passage.", "", "d"), from_text("Last passage.", "", "d")
    assert _ingest(footing, first, last) == [("added", "d"), ("updated", "d")]
    assert _passages(footing) == {"Last passage."}


def test_collections_are_apart(footing):
    _ingest(footing, from_text("Here.", "", "d"))
    _ingest(footing, from_text("There.", "", "d"), collection="other")
    assert footing.store.document("default", "d").text == "Here."
    assert footing.store.document("other", "d").text == "There."


def test_a_collection_is_made_even_for_nothing(footing):
    assert _ingest(footing, collection="fresh") == []
    assert footing.store.state("fresh").chunks == 0


def test_files_go_in_and_come_back_unchanged(footing, tmp_path):
    folder = tmp_path / "files"
    folder.mkdir()
    (folder / "a.md").write_text("# A\n\nPassage a.")
    (folder / "b.jsonl").write_text('{"id": "b1", "text": "Passage b."}\n{"id": "b2"}\n')
    (folder / "c.bin").write_bytes(b"\x00")

    def run() -> list[tuple[str, str, str | None]]:
        known = footing.ingester.known("default")
        outcomes = footing.ingester.ingest("default", from_paths([folder], LIMIT, known))
        return [(o.status, o.name.removeprefix(f"{folder}/"), o.reason) for o in outcomes]

    assert run() == [
        ("added", "a.md", None),
        ("added", "b.jsonl#b1", None),
        ("failed", "b.jsonl:2", "malformed"),
        ("failed", "c.bin", "unsupported_type"),
    ]
    assert [status for status, *_ in run()] == ["unchanged", "unchanged", "failed", "failed"]
    (folder / "a.md").write_text("# A\n\nPassage a, changed.")
    assert [status for status, *_ in run()] == ["updated", "unchanged", "failed", "failed"]


def _rows(footing: Footing, path: Path, *texts: str, **fields: str) -> list[str]:
    """Ingest a file of these rows without ids; answers the statuses."""
    path.write_text("".join(json.dumps({"text": text, **fields}) + "\n" for text in texts))
    return _statuses(footing, path)


def _statuses(footing: Footing, path: Path) -> list[str]:
    offered = from_paths([path], LIMIT)
    return [outcome.status for outcome in footing.ingester.ingest("default", offered)]


def test_rows_without_ids_are_replaced_when_their_file_changes(footing, tmp_path):
    path = tmp_path / "a.jsonl"
    assert _rows(footing, path, "Old passage.", "Passage that stays.") == ["added", "added"]
    before = footing.store.state("default")
    assert _statuses(footing, path) == ["unchanged", "unchanged"]
    assert footing.store.state("default") == before
    found = _rows(footing, path, "New passage.", "Passage that stays.")
    assert found == ["added", "unchanged", "removed"]
    assert _passages(footing) == {"New passage.", "Passage that stays."}
    assert _rows(footing, path, "New passage.") == ["unchanged", "removed"]
    assert _passages(footing) == {"New passage."}


def test_a_row_with_an_id_or_an_address_goes_with_its_file_too(footing, tmp_path):
    path = tmp_path / "a.jsonl"
    rows = [{"id": "x", "text": "Passage x."}, {"uri": "u:y", "text": "Passage y."}]
    path.write_text("\n".join(map(json.dumps, rows)))
    assert _statuses(footing, path) == ["added", "added"]
    assert _rows(footing, path, "Passage z.") == ["added", "removed", "removed"]
    assert _passages(footing) == {"Passage z."}


def test_a_row_that_stands_twice_stays_while_one_of_them_does(footing, tmp_path):
    path = tmp_path / "a.jsonl"
    _rows(footing, path, "Passage.", "Passage.", "Other.", title="T")
    assert footing.store.state("default").chunks == 2
    assert "removed" not in _rows(footing, path, "Passage.", "Other.", title="T")
    assert _passages(footing) == {"Passage.", "Other."}


@pytest.mark.parametrize("first", ["a.jsonl", "b.jsonl"])
def test_a_row_stays_while_another_file_holds_it(footing, tmp_path, first):
    second = {"a.jsonl": "b.jsonl", "b.jsonl": "a.jsonl"}[first]
    for name in ("a.jsonl", "b.jsonl"):
        _rows(footing, tmp_path / name, "Shared passage.", f"Passage of {name}.", title="T")
    assert footing.store.state("default").chunks == 3
    removed = _rows(footing, tmp_path / first, "Fresh passage.", title="T").count("removed")
    assert removed == 1
    assert "Shared passage." in _passages(footing)
    _rows(footing, tmp_path / second, "Last passage.", title="T")
    assert _passages(footing) == {"Fresh passage.", "Last passage."}


def test_a_file_with_a_bad_row_loses_none_of_its_rows(footing, tmp_path):
    path = tmp_path / "a.jsonl"
    _rows(footing, path, "One passage.", "Two passages.")
    path.write_text('{"text": "One passage."}\n{"text": "Two\n')
    assert _statuses(footing, path) == ["unchanged", "failed"]
    assert _passages(footing) == {"One passage.", "Two passages."}


def test_what_an_interrupted_ingestion_stored_goes_with_the_next_whole_one(footing, tmp_path):
    path = tmp_path / "a.jsonl"
    _rows(footing, path, "First passage.")
    texts = [f"Passage {n} of the middle." for n in range(3 * BATCH_PASSAGES)]
    path.write_text("".join(json.dumps({"text": text}) + "\n" for text in texts))
    interrupted = footing.ingester.ingest("default", from_paths([path], LIMIT))
    next(interrupted)
    interrupted.close()
    assert "First passage." in _passages(footing, "First")
    assert "Passage 0 of the middle." in _passages(footing, texts[0])
    _rows(footing, path, "Last passage.")
    assert _passages(footing) == {"Last passage."}


def test_a_text_given_by_itself_does_not_go_with_a_file(footing, tmp_path):
    path = tmp_path / "a.jsonl"
    rows = [{"id": "x", "text": "Passage x."}, {"id": "y", "text": "Passage y."}]
    _ingest(footing, from_text("Passage x.", "x", "x", metadata={}))
    path.write_text("\n".join(map(json.dumps, rows)))
    assert _statuses(footing, path) == ["unchanged", "added"]
    _ingest(footing, from_text("Passage y, mended.", "y", "y"))
    assert _rows(footing, path, "Passage z.") == ["added"]
    assert _passages(footing) == {"Passage x.", "Passage y, mended.", "Passage z."}


def test_a_failure_says_what_and_why(footing):
    error = UnreadableDocumentError("encrypted", "x.pdf is protected.", name="x.pdf", pages=3)
    (outcome,) = footing.ingester.ingest("default", [("x.pdf", error)])
    assert (outcome.status, outcome.reason, outcome.message) == (
        "failed", "encrypted", "x.pdf is protected.",
    )  # fmt: skip
    assert outcome.details == {"name": "x.pdf", "pages": 3}
    assert outcome.document_id is None


def _endless(count: int) -> Iterator[Incoming]:
    for n in range(count):
        yield f"n{n}", from_text(f"Passage {n} is here.", "", f"d{n:04}")


def test_what_is_yielded_is_stored_already(footing):
    for outcome in footing.ingester.ingest("default", _endless(BATCH_PASSAGES + 100)):
        assert footing.store.document("default", outcome.document_id)


def test_outcomes_come_in_the_order_of_the_offers_over_several_batches(footing):
    count = 2 * BATCH_PASSAGES + 10
    outcomes = list(footing.ingester.ingest("default", _endless(count)))
    assert [o.document_id for o in outcomes] == [f"d{n:04}" for n in range(count)]
    assert footing.store.state("default").chunks == count


def test_an_error_while_reading_keeps_what_was_yielded(footing):
    def broken() -> Iterator[Incoming]:
        yield from _endless(2 * BATCH_PASSAGES)
        raise OSError("the disk is gone")

    yielded: list[str | None] = []
    outcomes = footing.ingester.ingest("default", broken())
    with pytest.raises(OSError, match="the disk is gone"):
        yielded.extend(outcome.document_id for outcome in outcomes)
    assert yielded
    stored = {d.id for d in footing.store.documents("default", limit=5000)}
    assert set(yielded) <= stored
    # the rest goes in when it is offered again
    assert len(list(footing.ingester.ingest("default", _endless(2 * BATCH_PASSAGES)))) == 1024
    assert footing.store.state("default").chunks == 2 * BATCH_PASSAGES


def test_a_reader_that_stops_early_leaves_whole_documents(footing):
    outcomes = footing.ingester.ingest("default", _endless(3 * BATCH_PASSAGES))
    first = next(iter(outcomes))
    outcomes.close()
    assert footing.store.document("default", first.document_id)
    for info in footing.store.documents("default", limit=5000):
        assert info.chunks == 1


def test_it_stops_at_the_deadline(footing):
    with pytest.raises(DeadlineExceededError):
        list(footing.ingester.ingest("default", _endless(3), Deadline(cancelled=True).check))
    with pytest.raises(DocumentNotFoundError):
        footing.store.document("default", "d0000")


def test_a_document_without_a_passage_is_stored_all_the_same(footing):
    blank = Document("blank", "", "\n", fingerprint="1")
    assert _ingest(footing, blank, from_text("x y", "", "d")) == [
        ("added", "blank"),
        ("added", "d"),
    ]
    assert footing.store.document_chunks("default", "blank") == []


class Capitals:
    """Reads a triple out of each passage: who it begins with."""

    name = "capitals"

    def extract(self, document, spans):
        extraction = Extraction()
        for span in spans:
            word = document.text[span.start : span.end].split()[0]
            triple = Triple(word, "opens", document.id, start=span.start, end=span.end)
            extraction.triples.append(triple)
        return extraction


def test_triples_read_from_passages_come_and_go_with_them(footing):
    ingester = Ingester(footing.store, footing.embedder, Capitals())
    list(ingester.ingest("default", [("d", from_text(TWO_PASSAGES, "T", "d"))]))
    graph = footing.searcher.indexes("default").graph
    found = {t.verbalise(): t for _, t in graph.neighbourhood("d", 1, 10)}
    assert set(found) == {"First — opens — d", "第二段。 — opens — d"}
    chunk = footing.store.chunks("default", [found["First — opens — d"].chunk_id])
    assert [c.text for c in chunk.values()] == ["First passage."]
    list(ingester.ingest("default", [("d", from_text("Fresh text.", "T", "d"))]))
    graph = footing.searcher.indexes("default").graph
    assert {t.subject for _, t in graph.neighbourhood("d", 1, 10)} == {"Fresh"}


BIRTH = "Ada Lovelace was born in London. The World Health Organization (WHO) met."


def _triples(footing: Footing) -> set[str]:
    return {t.verbalise() for t in footing.store.iter_triples("default", 0, LIMIT)}


def _mentions(footing: Footing) -> set[str]:
    return {m.name for m in footing.store.iter_mentions("default", 0, LIMIT)}


def test_triples_and_mentions_are_read_from_the_text_with_their_passage(footing):
    list(footing.ingester.ingest("default", [("n", from_text(BIRTH, "T", "d"))]))
    (chunk,) = footing.store.document_chunks("default", "d")
    triples = list(footing.store.iter_triples("default", 0, LIMIT))
    assert _triples(footing) == {
        "Ada Lovelace — born in — London",
        "World Health Organization — abbreviation — WHO",
    }
    assert {(t.document_id, t.chunk_id, t.source) for t in triples} == {("d", chunk.id, "patterns")}
    assert [BIRTH[t.start : t.end] for t in triples if t.object == "London"] == [
        "Ada Lovelace was born in London."
    ]
    assert _mentions(footing) == {"Ada Lovelace", "London", "World Health Organization"}


def test_what_was_read_from_a_text_goes_with_it_and_other_texts_keep_theirs(footing):
    other = from_text("Ada Lovelace was born in London. Alan Turing died in Wilmslow.", "O", "o")
    list(footing.ingester.ingest("default", [("n", from_text(BIRTH, "T", "d")), ("o", other)]))
    graph = footing.searcher.indexes("default").graph
    assert graph.canonical("who") == graph.canonical("world health organization")
    assert [t.verbalise() for t in graph.triples_of("who")] == [
        "World Health Organization — abbreviation — WHO"
    ]

    updated = from_text("Ada Lovelace was born in Marylebone.", "T", "d")
    list(footing.ingester.ingest("default", [("n", updated)]))
    graph = footing.searcher.indexes("default").graph
    assert _triples(footing) == {
        "Ada Lovelace — born in — Marylebone",
        "Ada Lovelace — born in — London",
        "Alan Turing — died in — Wilmslow",
    }
    assert not graph.knows("who")
    assert graph.triples_of("who") == []
    assert graph.canonical("who") == "who"

    footing.store.delete_document("default", "o")
    assert _triples(footing) == {"Ada Lovelace — born in — Marylebone"}
    assert _mentions(footing) == {"Ada Lovelace", "Marylebone"}
    graph = footing.searcher.indexes("default").graph
    assert not graph.knows("london")


def test_extraction_can_be_turned_off(make_footing):
    footing = make_footing(extractor="none")
    list(footing.ingester.ingest("default", [("n", from_text(BIRTH, "T", "d"))]))
    assert _triples(footing) == set()
    assert _mentions(footing) == set()
