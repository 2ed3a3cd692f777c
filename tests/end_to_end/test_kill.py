"""Ingestion killed with SIGKILL at random moments, again and again on the same data directory.

After each kill what was acknowledged is there, the database is whole, and the indexes that are
found agree with indexes built from scratch.
"""

import contextlib
import queue
import random
import runpy
import shutil
import sqlite3
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from indexes.embedding.hashing import HashingEmbedder
from indexes.hybrid import HybridSearcher
from knowledge.store.sqlite import SqliteStore
from knowledge.text import content_terms

ROUNDS = 20
CHILD = Path(__file__).with_name("ingest_child.py")
ROOT = CHILD.parent.parent.parent
COLLECTION = "default"
QUERIES = ["Which document speaks of topic3?", "colour4 in version 7", "主题5 的文档", "第12篇文档"]
text_of = runpy.run_path(str(CHILD))["text_of"]


def _killed_after(data: Path, round_: int, lines_said: int, seconds: float) -> list[list[str]]:
    """Run the child, kill it some time after it has said so much, and answer what it said."""
    child = subprocess.Popen(
        [sys.executable, str(CHILD), str(data), str(round_)],
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
    heard = [lines.get(timeout=60) for _ in range(1 + lines_said)]
    assert heard[0] == "ready\n"
    time.sleep(seconds)
    child.kill()
    child.wait()
    reader.join()
    assert child.stdout is not None
    child.stdout.close()
    said = [line.split() for line in [*heard[1:], *iter(lines.get, None)] if line]
    assert child.returncode == -9 or ["done"] in said, said[-3:]
    return said


def _learn(known: dict[str, set[int | None]], said: list[list[str]], round_: int) -> None:
    """Update what each document may be now: one of some versions, or None for not there."""
    put = set()
    for words in said:
        match words:
            case ["put", name, version]:
                known[name] = {int(version)}
                put.add(name)
            case ["deleting", name]:
                known[name].add(None)
            case ["deleted", name]:
                known[name] = {None}
    for name in known.keys() - put:  # stored perhaps, only killed before it could say so
        known[name].add(round_ - int(name[1:]) % 3)


def _check_documents(store: SqliteStore, known: dict[str, set[int | None]]) -> None:
    stored = {info.id: info for info in store.documents(COLLECTION, limit=10_000)}
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
    assert sum(info.chunks for info in stored.values()) == store.state(COLLECTION).chunks


def _hits(store: SqliteStore, folder: Path) -> list[list[tuple[int, float]]]:
    """What fresh indexes over `folder` find for the queries, by vectors and by keywords.

    All hits, so that ties at a cut do not matter. Keyword scores are left out: BM25 counts deleted
    passages among the frequencies until its segments are merged.
    """
    embedder = HashingEmbedder(64)
    indexes = HybridSearcher(store, folder, embedder).indexes(COLLECTION)
    count = store.state(COLLECTION).chunks
    assert len(indexes.vectors) == len(indexes.keywords) == count
    found = []
    for query in QUERIES:
        dense = indexes.vectors.search(embedder.encode([query])[0], max(1, count))
        words = indexes.keywords.search(content_terms(query), max(1, count))
        found.append([(hit.id, round(hit.score, 4)) for hit in dense])
        found.append(sorted((hit.id, 0.0) for hit in words))
    return found


def _database_is_whole(data: Path) -> bool:
    with contextlib.closing(sqlite3.connect(data / "footing.db")) as connection:
        (integrity,) = connection.execute("PRAGMA integrity_check").fetchone()
        return integrity == "ok" and not connection.execute("PRAGMA foreign_key_check").fetchall()


@pytest.mark.slow
def test_whatever_was_acknowledged_survives_being_killed(tmp_path):
    data = tmp_path / "data"
    draw = random.Random(20_240)  # noqa: S311 - a fixed draw
    known: dict[str, set[int | None]] = {f"d{n}": {None} for n in range(300)}
    kills = acknowledged = 0
    for round_ in range(10, 10 + ROUNDS):
        # Half of them somewhere in the first batch, half after so many acknowledgements.
        moment = (0, draw.uniform(0, 0.5)) if round_ % 2 else (draw.randrange(290), 0.0)
        said = _killed_after(data, round_, *moment)
        kills += ["done"] not in said
        acknowledged += sum(words[0] == "put" for words in said)
        _learn(known, said, round_)
        assert _database_is_whole(data)
        store = SqliteStore(data / "footing.db")
        _check_documents(store, known)
        scratch = tmp_path / "scratch"
        shutil.rmtree(scratch, ignore_errors=True)
        assert _hits(store, data / "indexes") == _hits(store, scratch)
        store.close()
    assert kills >= ROUNDS // 2, "the rounds ended before they were killed"
    assert acknowledged > 300


def test_the_child_imports_nothing_heavy():
    code = (
        "import sys, service.ingest.ingester; "
        "print([m for m in ('torch', 'markitdown', 'transformers') if m in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=True
    )
    assert done.stdout.strip() == "[]"
