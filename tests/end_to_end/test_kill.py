"""Ingestion killed with SIGKILL at random moments, again and again on the same data directory.

After each kill what was acknowledged is there with the triples that were read from it, the
database is whole, and the indexes that are found agree with indexes built from scratch. In the end
everything agrees with a store that the same documents went into undisturbed.
"""

import contextlib
import queue
import random
import runpy
import shutil
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from indexes.embedding.hashing import HashingEmbedder
from indexes.hybrid import HybridSearcher
from knowledge.chunking import chunk_text
from knowledge.store.sqlite import SqliteStore
from knowledge.text import content_terms
from knowledge.triples.extraction import read_document
from knowledge.triples.patterns import PatternExtractor
from knowledge.types import Document
from service.ingest.ingester import Ingester
from service.ingest.texts import from_text

KILLS = 20
CHILD = Path(__file__).with_name("ingest_child.py")
ROOT = CHILD.parent.parent.parent
COLLECTION = "default"
FOREVER = 10**9
QUERIES = ["Which document speaks of topic3?", "colour4 in version 7", "主题5 的文档", "第12篇文档"]
_child = runpy.run_path(str(CHILD))
text_of, version_of = _child["text_of"], _child["version_of"]
EMBEDDER = HashingEmbedder(64)
# What a document may be: one of some versions, or None for not there.
Known = dict[str, set[int | None]]


def _killed_after(data: Path, first: int, lines_said: int, seconds: float) -> list[list[str]]:
    """Run the child, kill it some time after it has said so much, and answer what it said."""
    child = subprocess.Popen(
        [sys.executable, str(CHILD), str(data), str(first)],
        stdout=subprocess.PIPE, text=True, cwd=ROOT, env={"PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    lines: queue.Queue[str | None] = queue.Queue()

    def read() -> None:
        assert child.stdout is not None
        for line in child.stdout:
            lines.put(line)
        lines.put(None)

    reader = threading.Thread(target=read)
    reader.start()
    heard = [lines.get(timeout=60) for _ in range(2 + lines_said)]
    assert heard[:2] == ["ready\n", f"pass {first}\n"]
    time.sleep(seconds)
    child.kill()
    child.wait()
    reader.join()
    assert child.stdout is not None
    child.stdout.close()
    # It never ends by itself: each of these is a kill.
    assert child.returncode == -signal.SIGKILL
    return [line.split() for line in [*heard[1:], *iter(lines.get, None)] if line]


def _learn(known: Known, said: list[list[str]]) -> int:
    """Update what each document may be now; answers the pass that was cut off."""
    pass_, put = 0, set[str]()
    for words in said:
        match words:
            case ["pass", number]:
                pass_, put = int(number), set()
            case ["put", name, version]:
                known[name] = {int(version)}
                put.add(name)
            case ["deleting", name]:
                known[name].add(None)
            case ["deleted", name]:
                known[name] = {None}
    for name in known.keys() - put:  # stored perhaps, only killed before it could say so
        known[name].add(version_of(int(name[1:]), pass_))
    return pass_


def _check_documents(store: SqliteStore, known: Known) -> None:
    stored = {info.id: info for info in store.documents(COLLECTION, limit=10_000)}
    said = _triples(store)
    for name, versions in known.items():
        texts = {text_of(int(name[1:]), v) for v in versions if v is not None}
        if name not in stored:
            assert None in versions, f"{name} was acknowledged and is not there"
            continue
        document = store.document(COLLECTION, name)
        assert document.text in texts, f"{name} is not what was acknowledged"
        chunks = store.document_chunks(COLLECTION, name)
        assert len(chunks) == stored[name].chunks == 1 + int(name[1:]) % 3
        assert all(document.text[c.start : c.end] == c.text for c in chunks)
        assert said.pop(name, set()) == _read(name, document.text)
    assert said == {}, "there are triples of documents that are gone"
    assert sum(info.chunks for info in stored.values()) == store.state(COLLECTION).chunks


def _triples(store: SqliteStore) -> dict[str, set[tuple[Any, ...]]]:
    """The triples of each document, each with the position of its passage."""
    positions = {c.id: c.position for c in store.iter_chunks(COLLECTION, 0, FOREVER)}
    found: dict[str, set[tuple[Any, ...]]] = {}
    for t in store.iter_triples(COLLECTION, 0, FOREVER):
        said = (t.verbalise(), t.start, t.end, positions[t.chunk_id or 0])
        found.setdefault(t.document_id or "", set()).add(said)
    return found


@cache
def _read(name: str, text: str) -> set[tuple[Any, ...]]:
    """The triples that are read from a text."""
    document = Document(name, f"Title {name[1:]}", text)
    read = read_document(PatternExtractor(), document, chunk_text(text))
    found = {(t.verbalise(), t.start, t.end, position) for t, position in read.triples}
    assert found
    return found


def _found(store: SqliteStore, folder: Path) -> list[Any]:
    """What fresh indexes over `folder` find for the queries, and what their graphs hold.

    All hits, so that ties at a cut do not matter. Keyword scores are left out: BM25 counts deleted
    passages among the frequencies until its segments are merged.
    """
    searcher = HybridSearcher(store, folder, EMBEDDER)
    indexes = searcher.indexes(COLLECTION)
    searcher.close()
    count = store.state(COLLECTION).chunks
    assert len(indexes.vectors) == len(indexes.keywords) == count
    names = {c.id: (c.document_id, c.position) for c in store.iter_chunks(COLLECTION, 0, FOREVER)}
    found: list[Any] = [len(indexes.graph), indexes.graph.entities]
    found += [indexes.entities.names, indexes.entities.edges]
    for query in QUERIES:
        dense = indexes.vectors.search(EMBEDDER.encode([query])[0], max(1, count))
        words = indexes.keywords.search(content_terms(query), max(1, count))
        found.append(sorted((names[hit.id], round(hit.score, 4)) for hit in dense))
        found.append(sorted(names[hit.id] for hit in words))
    return found


def _undisturbed(store: SqliteStore, path: Path) -> SqliteStore:
    """Another store, of the same documents."""
    made = SqliteStore(path)
    infos = store.documents(COLLECTION, limit=10_000)
    offered = (
        (i.id, from_text(store.document(COLLECTION, i.id).text, i.title, i.id)) for i in infos
    )
    outcomes = Ingester(made, EMBEDDER, PatternExtractor()).ingest(COLLECTION, offered)
    assert {o.status for o in outcomes} == {"added"}
    return made


def _database_is_whole(data: Path) -> bool:
    with contextlib.closing(sqlite3.connect(data / "footing.db")) as connection:
        (integrity,) = connection.execute("PRAGMA integrity_check").fetchone()
        return integrity == "ok" and not connection.execute("PRAGMA foreign_key_check").fetchall()


@pytest.mark.slow
def test_whatever_was_acknowledged_survives_being_killed(tmp_path):
    data, scratch = tmp_path / "data", tmp_path / "scratch"
    draw = random.Random(20_240)  # noqa: S311 - a fixed draw
    known: Known = {f"d{n}": {None} for n in range(_child["DOCUMENTS"])}
    pass_, acknowledged = 9, 0
    for kill in range(KILLS):
        # Half of them somewhere in the first batch, half after so many acknowledgements.
        moment = (0, draw.uniform(0, 0.5)) if kill % 2 else (draw.randrange(300), 0.0)
        said = _killed_after(data, pass_ + 1, *moment)
        acknowledged += sum(words[0] == "put" for words in said)
        pass_ = _learn(known, said)
        assert _database_is_whole(data)
        store = SqliteStore(data / "footing.db")
        _check_documents(store, known)
        shutil.rmtree(scratch, ignore_errors=True)
        assert _found(store, data / "indexes") == _found(store, scratch)
        if kill < KILLS - 1:
            store.close()
    assert acknowledged > 300
    rebuilt = _undisturbed(store, tmp_path / "rebuilt.db")
    assert _triples(rebuilt) == _triples(store)
    assert _found(rebuilt, tmp_path / "rebuilt") == _found(store, data / "indexes")
    rebuilt.close()
    store.close()


def test_the_child_imports_nothing_heavy():
    code = (
        "import sys, service.ingest.ingester, knowledge.triples.patterns; "
        "print([m for m in ('torch', 'markitdown', 'transformers') if m in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=True
    )
    assert done.stdout.strip() == "[]"
