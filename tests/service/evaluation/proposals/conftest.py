"""Readings of single sentences, and a small bilingual collection with its keyword index."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from indexes.embedding.hashing import HashingEmbedder
from indexes.keywords import KeywordIndex
from knowledge.store.sqlite import SqliteStore
from knowledge.types import Chunk, Triple
from service.evaluation.proposals.lookup import Lookup
from service.ingest.ingester import Ingester
from service.ingest.texts import from_text

DOCUMENTS = {
    "bridge": (
        "Harbour bridge",
        "The Harbour Bridge was designed by John Bradfield and colleagues in 1932. The Harbour "
        "Bridge has eight lanes of traffic. The Harbour Bridge is located in Sydney, Australia.",
    ),
    "lora": (
        "LoRA",
        "Low-Rank Adaptation (LoRA) was introduced by Edward Hu and colleagues in 2021. LoRA "
        "freezes the weights of a model and trains two small matrices.",
    ),
    "tower": (
        "Kyoto Tower",
        "The Kyoto Tower was designed by Mamoru Yamada in 1964. The Kyoto Tower has nine floors.",
    ),
    "towers": (
        "Towers",
        "The Lisbon Tower was designed by Anna Berg. A tower with seven floors needs two lifts.",
    ),
    "floors": ("Floors", "How many floors a tower has is counted from the ground."),
    "cities": ("Cities", "Kyoto has many floors of stone, and few of wood."),
    "espresso": (
        "Espresso",
        "Espresso is a strong coffee that is brewed under pressure. The Gaggia Machine was "
        "invented by Achille Gaggia in 1938. The Gaggia Machine has two levers.",
    ),
    "quantisation": (
        "Quantisation",
        "Quantisation stores weights in fewer bits. GPTQ was released by Elias Frantar and "
        "colleagues. GPTQ quantises one layer at a time. The Lisbon Model has six layers.",
    ),
    "forgetting": (
        "灾难性遗忘",
        "灾难性遗忘是指模型在学习新任务后忘记旧任务的现象。EWC 由 Kirkpatrick 等人在 2017 年提出。"
        "NF4 共有 16 个取值。EWC 用于缓解遗忘。",
    ),
    "wall": ("长城", "长城位于中国北部。PackNet 由 Arun Mallya 等人提出。NF5 共有 32 个取值。"),
}
TRIPLES = (
    Triple("espresso", "invented by", "Angelo Moriondo"),
    Triple("LoRA", "developed by", "Microsoft"),
    Triple("低秩适配", "别名", "LoRA"),
    Triple("EWC", "使用", "费舍尔信息矩阵"),
)


@dataclass
class Held:
    """A store with one collection and its keyword index."""

    store: SqliteStore
    keywords: KeywordIndex

    def lookup(self, *names: str) -> Lookup:
        """What the collection says, the triples about `names` read."""
        lookup = Lookup(self.store, "default", self.keywords)
        lookup.read_triples(names)
        return lookup


def hold(folder: Path, documents: dict[str, tuple[str, str]], triples=()) -> Held:
    """A collection of documents `{id: (title, text)}`."""
    store = SqliteStore(folder / "footing.db")
    store.create_collection("default")
    offered = ((i, from_text(text, title, i)) for i, (title, text) in documents.items())
    assert {o.status for o in Ingester(store, HashingEmbedder()).ingest("default", offered)} <= {
        "added"
    }
    store.add_triples("default", triples)
    keywords = KeywordIndex(folder / "keywords")
    keywords.refresh(store, "default")
    return Held(store, keywords)


@pytest.fixture(scope="session")
def held(tmp_path_factory) -> Iterator[Held]:
    """The small collection."""
    made = hold(tmp_path_factory.mktemp("held"), DOCUMENTS, TRIPLES)
    yield made
    made.store.close()


@pytest.fixture(scope="session")
def passage() -> Callable[..., Chunk]:
    """A chunk of a text."""

    def make(text: str, title: str = "", *headings: str, document_id: str = "d", n: int = 0):
        return Chunk(n, document_id, n, 0, len(text), text, title, None, headings)

    return make
