"""Questions with the evidence that search finds for them, as the reader meets them in service."""

import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from indexes.embedding.base import Embedder
from indexes.hybrid import HybridSearcher
from knowledge.sentences import sentence_spans
from knowledge.store.sqlite import SqliteStore
from knowledge.text import comparable
from knowledge.triples.importers import read_triples
from knowledge.types import DEFAULT_COLLECTION, Evidence
from service.evidence import from_search
from service.generators.base import Question
from service.generators.look import Looked, SentenceLook
from service.ingest.files import from_paths
from service.ingest.ingester import Ingester
from service.ingest.offered import Incoming
from service.ingest.texts import from_text
from service.tuning.handbooks import handbook_of
from service.tuning.rows import read_jsonl

SAMPLE = Path(__file__).parent.parent / "sample"


@dataclass(frozen=True, slots=True)
class Asked:
    """A question to fit on.

    Attributes:
        gold: id of the document that answers it, where known.
        without: id of a document to hide, so that nothing answers it.
        removed: what to cut out of the evidence, sentence by sentence: a near miss remains.
        within: ids of the only documents to show; all of them unless said.
    """

    question: str
    answers: tuple[str, ...]
    gold: str | None = None
    without: str | None = None
    removed: tuple[str, ...] = ()
    within: frozenset[str] | None = None

    def shows(self, document_id: str | None) -> bool:
        """Whether a document may be shown beside the question."""
        hidden = self.without is not None and document_id == self.without
        return not hidden and (self.within is None or document_id in self.within)


@dataclass(frozen=True, slots=True)
class Example:
    """What the reader saw of one question.

    Attributes:
        looked: candidate sentences with their signals.
        right: which of them hold an answer and stand in the right document, (n,).
        says: which of them hold an answer, wherever they stand (in a handbook: as `right`), (n,).
        readable: share of the question that the embedder can read.
    """

    looked: Looked
    right: NDArray[np.bool_]
    says: NDArray[np.bool_]
    readable: float
    answerable: bool

    @property
    def texts(self) -> list[str]:
        """The sentences."""
        return [c.text for c in self.looked.candidates]

    @property
    def table(self) -> NDArray[np.float64]:
        """Their signals, (n, number of signals)."""
        return self.looked.table


def read_rows(path: Path) -> list[dict[str, Any]]:
    """Rows of a `.jsonl` or `.jsonl.gz` file."""
    return [row for _, row in read_jsonl(path)]


def sample_searcher(embedder: Embedder, folder: Path) -> HybridSearcher:
    """The sample knowledge base in a store under `folder`."""
    searcher, store = searcher_over(embedder, folder, from_paths([SAMPLE / "documents"], 10**8))
    store.add_triples(
        DEFAULT_COLLECTION, read_triples((SAMPLE / "triples.tsv").read_bytes(), "triples.tsv")
    )
    return searcher


def sample_questions(name: str) -> list[tuple[str, Asked]]:
    """Language and question of the sample's cases `tune` or `test`."""
    rows = read_rows(SAMPLE / "cases" / f"{name}.jsonl")
    return [(r["lang"], Asked(r["question"], tuple(r["answers"]))) for r in rows]


def extractive_set(
    rows: Sequence[dict[str, Any]],
    asked_rows: Sequence[dict[str, Any]],
    embedder: Embedder,
    folder: Path,
    hide: float,
    *,
    titled: bool = False,
) -> tuple[HybridSearcher, list[Asked]]:
    """A QA set as a collection of its contexts, and questions about some of them, shuffled.

    Args:
        rows: of the QA format of the data's README; all their contexts are searched.
        asked_rows: those whose questions are asked.
        embedder: makes the vectors.
        folder: where the store goes.
        hide: share of the answerable questions whose context is hidden from search; of as many
            others only the sentences that hold the answer are removed.
        titled: whether the contexts are sections, under titles `handbook › heading`. Beside a
            question only its own handbook is shown: what that one leaves unsaid another may say.
    """
    titles = {r["context"]: r["title"] if titled else "" for r in rows}
    ids = {text: f"p{n}" for n, text in enumerate(titles)}
    handbooks: dict[str, set[str]] = {}
    for text, title in titles.items():
        handbooks.setdefault(handbook_of(title), set()).add(ids[text])
    documents = ((i, from_text(text, titles[text], i)) for text, i in ids.items())
    searcher, _ = searcher_over(embedder, folder, documents)
    draw = random.Random(0)  # noqa: S311 - a fixed sample, not a secret
    asked = []
    for row in draw.sample(list(asked_rows), len(asked_rows)):
        gold = ids[row["context"]]
        answers = tuple(a["text"] for a in row["answers"])
        own = handbooks[handbook_of(titles[row["context"]])] if titled else None
        case = Asked(row["question"], (), gold, within=frozenset(own) if own else None)
        chance = draw.random() if row["answerable"] else 1.0
        if chance < hide:
            case = replace(case, without=gold)
        elif chance < 2 * hide:
            case = replace(case, removed=answers)
        else:
            case = replace(case, answers=answers)
        asked.append(case)
    return searcher, asked


def examples(
    searcher: HybridSearcher, look: SentenceLook, asked: Iterable[Asked], top_k: int = 8
) -> Iterator[Example]:
    """What the reader sees of each question."""
    rarity = searcher.indexes(DEFAULT_COLLECTION).keywords.rarity
    for case in asked:
        result = searcher.search(DEFAULT_COLLECTION, case.question, top_k + 1)
        evidence = [e for e in from_search(result) if case.shows(e.document_id)]
        passages = [e for e in evidence if e.kind == "passage"][:top_k]
        triples = [e for e in evidence if e.kind != "passage"]
        shown = _remove(passages, case.removed) + triples
        question = Question(case.question, rarity, result.readable)
        looked = look(question, shown)
        candidates = looked.candidates
        if not candidates:
            continue
        answers = [comparable(a) for a in case.answers]
        says = np.array([any(a in comparable(c.text) for a in answers) for c in candidates])
        at_home = np.array(
            [case.gold is None or shown[c.index].document_id == case.gold for c in candidates]
        )
        # In a handbook short values recur; elsewhere another text may well say the same.
        said = says & at_home if case.within else says
        yield Example(looked, says & at_home, said, result.readable, bool(case.answers))


def _remove(passages: list[Evidence], answers: Sequence[str]) -> list[Evidence]:
    """The passages without the sentences that hold one of the answers."""
    if not answers:
        return passages
    unwanted = [comparable(a) for a in answers]
    left = []
    for passage in passages:
        sentences = [passage.text[a:b] for a, b in sentence_spans(passage.text)]
        kept = [s for s in sentences if not any(a in comparable(s) for a in unwanted)]
        if kept:
            left.append(replace(passage, text="\n\n".join(kept)))
    return left


def searcher_over(
    embedder: Embedder, folder: Path, documents: Iterable[Incoming]
) -> tuple[HybridSearcher, SqliteStore]:
    """Documents in a store under `folder`, and what searches them."""
    store = SqliteStore(folder / "footing.db")
    for _ in Ingester(store, embedder).ingest(DEFAULT_COLLECTION, documents):
        pass
    return HybridSearcher(store, folder / "indexes", embedder), store
