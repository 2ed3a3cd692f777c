"""Loads the sample knowledge base into the default collection; does nothing the second time."""

import logging
from pathlib import Path

from knowledge.triples.importers import read_triples
from knowledge.types import DEFAULT_COLLECTION
from service.bootstrap import Footing
from service.ingest.files import from_paths

FOLDER = Path(__file__).parent
_MAX_BYTES = 10_000_000
_log = logging.getLogger(__name__)


def load_sample(footing: Footing) -> None:
    """Ingest the sample's documents and triples; what is there already is left alone."""
    known = footing.ingester.known(DEFAULT_COLLECTION)
    documents = from_paths([FOLDER / "documents"], _MAX_BYTES, known)
    outcomes = list(footing.ingester.ingest(DEFAULT_COLLECTION, documents))
    new = sum(1 for outcome in outcomes if outcome.status != "unchanged")
    triples = read_triples((FOLDER / "triples.tsv").read_bytes(), "triples.tsv")
    added = footing.store.add_triples(DEFAULT_COLLECTION, triples)
    footing.searcher.indexes(DEFAULT_COLLECTION)
    _log.info("sample knowledge base: %d of %d documents new, %d triples new",
              new, len(outcomes), added)  # fmt: skip
