"""The composition root: the only place that names concrete classes and wires them together."""

import logging
from dataclasses import dataclass
from pathlib import Path

from indexes.embedding.added import SHIPPED
from indexes.embedding.base import Embedder
from indexes.embedding.hashing import HashingEmbedder
from indexes.embedding.sentence_transformer import SentenceTransformerEmbedder
from indexes.embedding.shipped import shipped_digest
from indexes.hybrid import HybridSearcher
from indexes.keywords import KeywordIndex
from indexes.model_files import identify_folder
from indexes.rerank import CrossEncoderReranker, Reranker
from knowledge.store.base import Store
from knowledge.store.sqlite import SqliteStore
from knowledge.triples.base import Extractor, NoExtraction
from knowledge.triples.patterns import PatternExtractor
from knowledge.types import DEFAULT_COLLECTION
from service.answer import ThresholdOrigin
from service.bootstrap_constants import bound_constants
from service.bootstrap_generators import PLAIN_READER, make_writers
from service.calibration.certificate import Binding
from service.calibration.logistic import load_model, model_digest
from service.calibration.standards import Standards
from service.checking import Checking
from service.config import Settings
from service.conversation.condense import Condenser
from service.correction.limits import STEPS, Limits
from service.generators.base import Generator, Sampling
from service.generators.prompts.examples import examples_digest
from service.generators.second_opinion import MODEL as SECOND_OPINION
from service.groundedness.base import Checker
from service.groundedness.entailment import Entailment
from service.groundedness.pair_signals import Similarity, TrainedSignals
from service.groundedness.window_checker import WindowChecker, WindowLook
from service.ingest.ingester import Ingester
from service.models.network import Kind, identify, load_network
from service.pipeline import Pipeline
from service.rules.file import load_rules
from service.sources import Sources

DATABASE = "footing.db"
INDEXES = "indexes"
# Checkers by this name weigh plain signals and load no trained model.
PLAIN_CHECKER = "signals"
# Settings that change answers, beside the models'; the others only where a language model drafts.
_BOUND = ("generator", "top_k")
_BOUND_WRITTEN = (
    "model", "openai_base_url", "max_new_tokens", "context_tokens", "temperature", "few_shot",
    "generator_fallback", "generator_quantize", "second_opinion",
)  # fmt: skip
_CORRECTING = ("correction_rounds", "correction_s", "correction_steps", "samples")
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Footing:
    """The assembled service; every door works on one of these."""

    settings: Settings
    store: Store
    embedder: Embedder
    searcher: HybridSearcher
    ingester: Ingester
    checking: Checking
    pipeline: Pipeline
    generator: Generator
    condenser: Condenser

    def close(self) -> None:
        """Keep the indexes for the next start and close the store."""
        try:
            self.searcher.save()
        except OSError as error:
            # They are rebuilt from the store; what was acknowledged is safe.
            _log.warning("the indexes could not be kept for the next start: %s", error)
        finally:
            self.searcher.close()
            if isinstance(self.generator, Sampling):
                self.generator.close()
            self.store.close()


def build(settings: Settings) -> Footing:
    """Assemble the service from its settings.

    Raises:
        StoreError: the data directory cannot be used.
        ModelUnavailableError: a configured model cannot be loaded.
        InvalidInputError: a setting names something unknown.
    """
    _use_threads(settings.threads)
    store = open_store(settings.data)
    try:
        embedder = make_embedder(settings)
        searcher = HybridSearcher(store, settings.data / INDEXES, embedder, make_reranker(settings))
        # Of a removal that was interrupted.
        searcher.discard_deleted()
        checking = Checking(make_checker(settings, embedder), searcher)
        writers = make_writers(settings, embedder)
        generator = writers.generator
        rules = load_rules(settings.rules, settings.data, written=generator.revises)
        pipeline = Pipeline(
            searcher=searcher,
            sources=Sources(embedder),
            generator=generator,
            checking=checking,
            standards=make_standards(settings, store, rules.digest),
            top_k=settings.top_k,
            embedder_name=embedder.name,
            limits=make_limits(settings),
            rules=rules,
            opinion=writers.opinion,
            cache_size=settings.cache_size,
        )
    except BaseException:
        store.close()
        raise
    ingester = Ingester(store, embedder, make_extractor(settings))
    return Footing(
        settings,
        store,
        embedder,
        searcher,
        ingester,
        checking,
        pipeline,
        generator,
        writers.condenser,
    )


def open_store(data: Path) -> SqliteStore:
    """The store in a data directory, with its default collection."""
    store = SqliteStore(data / DATABASE)
    store.create_collection(DEFAULT_COLLECTION)
    return store


def open_keywords(data: Path, store: Store, collection: str) -> KeywordIndex:
    """The keyword index of a collection, in step with its store; no model is loaded for it."""
    keywords = KeywordIndex(data / INDEXES / str(store.state(collection).id) / "keywords")
    keywords.refresh(store, collection)
    return keywords


def make_embedder(settings: Settings) -> Embedder:
    """The configured embedder."""
    if settings.embedder == "hashing":
        return HashingEmbedder()
    return SentenceTransformerEmbedder(settings.embedder)


def make_extractor(settings: Settings) -> Extractor:
    """The configured reader of triples."""
    return PatternExtractor() if settings.extractor == PatternExtractor.name else NoExtraction()


def make_reranker(settings: Settings) -> Reranker | None:
    """The configured reranker, if any."""
    return CrossEncoderReranker(settings.reranker) if settings.reranker else None


def make_checker(settings: Settings, embedder: Embedder) -> Checker:
    """The configured checker."""
    if settings.checker == PLAIN_CHECKER:
        return WindowChecker(WindowLook(Similarity(embedder)), PLAIN_CHECKER, "checker_signals")
    entailment = Entailment(load_network("checker", settings.checker))
    look = WindowLook(TrainedSignals(entailment))
    return WindowChecker(look, entailment.name, "checker_entailment")


def make_limits(settings: Settings) -> Limits:
    """What may be spent on correcting drafts, and by which steps."""
    named = settings.correction_steps.split(",")
    return Limits(
        rounds=settings.correction_rounds,
        seconds=settings.correction_s,
        steps=frozenset(step for step in STEPS if step in named),
        samples=settings.samples,
    )


def make_standards(settings: Settings, store: Store, rules: str = "") -> Standards:
    """Thresholds and certificates of the data directory; `rules` is the digest of the rules."""
    models = model_digests(settings)
    written = settings.generator != "extractive"
    bound = _BOUND + _BOUND_WRITTEN if written else _BOUND
    kept = {name: getattr(settings, name) for name in bound}
    # What certificates were made without binds them only where it is used.
    defaults = Settings()
    kept |= {n: v for n in _CORRECTING if (v := getattr(settings, n)) != getattr(defaults, n)}
    kept |= {"rules": rules} if rules else {}
    constants = bound_constants(written=written)

    def bind(collection: str | None) -> Binding:
        state = store.state(collection) if collection is not None else None
        where = f"{state.id}:{state.sequence}" if state else ""
        return Binding(state=where, models=models, settings=kept, constants=constants)

    origin: ThresholdOrigin = "public_data" if settings.threshold is None else "setting"
    return Standards(settings.data, threshold_of(settings), origin, bind)


def model_digests(settings: Settings) -> dict[str, str]:
    """Each model that takes part in an answer, with a digest of its weights where it is local."""
    named, again = settings.embedder, settings.reranker
    found = {
        "embedder": f"{named} {shipped_digest()}" if named == SHIPPED else identify_folder(named),
        "reranker": identify_folder(again) if again else "",
    }
    kinds: tuple[Kind, ...] = ("reader", "checker")
    if settings.generator == "transformers":
        found["generator"] = identify_folder(settings.model or "")
    if settings.generator != "extractive" and settings.second_opinion != "none":
        found["second opinion"] = model_digest(SECOND_OPINION)
    if settings.generator != "extractive" and settings.few_shot:
        found["examples"] = examples_digest(settings.data)
    return found | {kind: identify(kind, getattr(settings, kind)) for kind in kinds}


def threshold_of(settings: Settings) -> float:
    """The configured threshold, or the one that the shipped reader was calibrated with."""
    if settings.threshold is not None:
        return settings.threshold
    name = "reader_signals" if settings.reader == PLAIN_READER else "reader_spans"
    return float(load_model(name)["threshold"])


def _use_threads(threads: int) -> None:
    if threads:
        import torch

        torch.set_num_threads(threads)


def configure_logging(level: str) -> None:
    """One line a record on standard error: time, level, where, what."""
    logging.basicConfig(
        level=level.upper(),
        format="%(asctime)s %(levelname)-7s %(name)s: %(message)s",
        datefmt="%Y-%m-%dT%H:%M:%S%z",
    )
    for noisy in (
        "httpx",
        "httpx2",
        "openai",
        "mcp",
        "sentence_transformers",
        "transformers",
        "faiss.loader",
        "urllib3",
    ):
        logging.getLogger(noisy).setLevel(max(logging.WARNING, logging.getLogger().level))
