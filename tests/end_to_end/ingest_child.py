"""Ingests generated documents and says at once which are acknowledged; made to be killed.

    python ingest_child.py DATA ROUND

Every round offers all documents, a third of them in a new version, and deletes a few. Lines on
standard output: `put ID VERSION` once a document is acknowledged, `del ID` around a deletion.
"""

import contextlib
import random
import sys
from pathlib import Path

from indexes.embedding.hashing import HashingEmbedder
from indexes.hybrid import HybridSearcher
from knowledge.errors import DocumentNotFoundError
from knowledge.store.sqlite import SqliteStore
from service.ingest.incoming import from_text
from service.ingest.ingester import Ingester

DOCUMENTS = 300
COLLECTION = "default"


def text_of(number: int, version: int) -> str:
    """A document of a few passages in both languages."""
    parts = [
        f"# Part {part}\n\nDocument {number} in version {version} speaks of topic{number % 17} "
        f"and colour{(number * 7 + part) % 5}. 第{number}篇文档，版本{version}，主题{number % 11}。"
        for part in range(1 + number % 3)
    ]
    return "\n\n".join(parts)


def say(*words: object) -> None:
    """One line, flushed: it is out before anything else happens."""
    sys.stdout.write(" ".join(map(str, words)) + "\n")
    sys.stdout.flush()


def main(data: Path, round_: int) -> None:
    """One round; ends by itself only if nobody kills it."""
    draw = random.Random(round_)  # noqa: S311 - a fixed draw
    store = SqliteStore(data / "footing.db")
    embedder = HashingEmbedder(64)
    ingester = Ingester(store, embedder)
    say("ready")
    numbers = list(range(DOCUMENTS))
    draw.shuffle(numbers)
    offered = (
        (f"d{n}", from_text(text_of(n, round_ - n % 3), f"Title {n}", f"d{n}")) for n in numbers
    )
    acknowledged: list[str] = []
    for count, outcome in enumerate(ingester.ingest(COLLECTION, offered)):
        if outcome.document_id is None or outcome.status == "failed":
            raise SystemExit(f"failed: {outcome}")
        say("put", outcome.document_id, round_ - int(outcome.document_id[1:]) % 3)
        acknowledged.append(outcome.document_id)
        if count % 40 == 39:
            # One that this round is done with: others may be written at this very moment.
            gone = draw.choice(acknowledged)
            say("deleting", gone)
            with contextlib.suppress(DocumentNotFoundError):
                store.delete_document(COLLECTION, gone)
            say("deleted", gone)
        if count % 100 == 50:
            searcher = HybridSearcher(store, data / "indexes", embedder)
            searcher.search(COLLECTION, f"topic{count % 17}")
            searcher.save()
    say("done")


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
