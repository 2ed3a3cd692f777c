"""Ingests generated documents and says at once which are acknowledged; made to be killed.

    python ingest_child.py DATA PASS

It goes on until somebody kills it. Every pass offers all documents, a third of them in a new
version, reads triples out of them and deletes a few. Lines on standard output: `pass NUMBER`
before one begins, `put ID VERSION` once a document is acknowledged, `deleting ID` and `deleted ID`
around a deletion.
"""

import contextlib
import random
import sys
from itertools import count
from pathlib import Path

from indexes.embedding.hashing import HashingEmbedder
from indexes.hybrid import HybridSearcher
from knowledge.errors import DocumentNotFoundError
from knowledge.store.sqlite import SqliteStore
from knowledge.triples.patterns import PatternExtractor
from service.ingest import ingester as ingesting
from service.ingest.ingester import Ingester
from service.ingest.texts import from_text

DOCUMENTS = 200
COLLECTION = "default"
_PEOPLE = (("Ada Lovelace", "鲁迅"), ("Alan Turing", "老舍"), ("Grace Hopper", "巴金"))
_CITIES = (("London", "绍兴"), ("Paris", "北京"), ("Vienna", "上海"), ("Boston", "成都"))


def text_of(number: int, version: int) -> str:
    """A document of a few passages in both languages; what it says to be true changes, too."""
    parts = []
    for part in range(1 + number % 3):
        person, 人 = _PEOPLE[(number + part) % len(_PEOPLE)]
        city, 城 = _CITIES[(number + version) % len(_CITIES)]
        parts.append(
            f"# Part {part}\n\nDocument {number} in version {version} speaks of topic{number % 17} "
            f"and colour{(number * 7 + part) % 5}. {person} was born in {city}. "
            f"第{number}篇文档，版本{version}，主题{number % 11}。{人}出生于{城}。"
        )
    return "\n\n".join(parts)


def version_of(number: int, pass_: int) -> int:
    """The version of a document that a pass offers."""
    return pass_ - number % 3


def say(*words: object) -> None:
    """One line, flushed: it is out before anything else happens."""
    sys.stdout.write(" ".join(map(str, words)) + "\n")
    sys.stdout.flush()


def one_pass(store: SqliteStore, data: Path, pass_: int) -> None:
    """Offer every document once, in an order of its own."""
    draw = random.Random(pass_)  # noqa: S311 - a fixed draw
    embedder = HashingEmbedder(64)
    ingester = Ingester(store, embedder, PatternExtractor())
    numbers = list(range(DOCUMENTS))
    draw.shuffle(numbers)
    offered = (
        (f"d{n}", from_text(text_of(n, version_of(n, pass_)), f"Title {n}", f"d{n}"))
        for n in numbers
    )
    acknowledged: list[str] = []
    for n, outcome in enumerate(ingester.ingest(COLLECTION, offered)):
        if outcome.document_id is None or outcome.status == "failed":
            raise SystemExit(f"failed: {outcome}")
        say("put", outcome.document_id, version_of(int(outcome.document_id[1:]), pass_))
        acknowledged.append(outcome.document_id)
        if n % 40 == 39:
            # One that this pass is done with: others may be written at this very moment.
            gone = draw.choice(acknowledged)
            say("deleting", gone)
            with contextlib.suppress(DocumentNotFoundError):
                store.delete_document(COLLECTION, gone)
            say("deleted", gone)
        if n % 100 == 50:
            searcher = HybridSearcher(store, data / "indexes", embedder)
            searcher.search(COLLECTION, f"topic{n % 17}")
            searcher.save()
            searcher.close()


def main(data: Path, first: int) -> None:
    """Pass after pass."""
    # Small batches: cutting, embedding and committing overlap all the time.
    ingesting.BATCH_PASSAGES = 128
    store = SqliteStore(data / "footing.db")
    say("ready")
    for pass_ in count(first):
        say("pass", pass_)
        one_pass(store, data, pass_)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
