"""The part of the composition root that names and wires what drafts answers."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from indexes.embedding.base import Embedder
from service.config import Settings
from service.conversation.condense import Condenser, RuleCondenser
from service.generators.base import Generator
from service.generators.condensing import ModelCondenser
from service.generators.extractive import ExtractiveGenerator
from service.generators.fallback import FallbackGenerator
from service.generators.look import SentenceLook
from service.generators.prompts.examples import load_examples
from service.generators.prompts.messages import estimate_tokens
from service.generators.prompts.selection import Selector
from service.generators.prompts.writing import PromptWriter
from service.generators.reader import Reader, SentenceReader
from service.generators.second_opinion import SecondOpinion
from service.generators.spans import SpanScorer
from service.models.network import load_network

if TYPE_CHECKING:
    from service.generators.causal.generator import CausalGenerator
    from service.generators.served.generator import ServedGenerator

# Readers by this name weigh plain signals and load no trained model.
PLAIN_READER = "sentences"
# Tokens of context that every model server offers unless it is told otherwise.
SERVED_CONTEXT = 4096


@dataclass(frozen=True, slots=True)
class Writers:
    """What writes: drafts of answers, and the questions of conversations.

    Attributes:
        opinion: on drafts of a language model, where there is a reader to give one.
    """

    generator: Generator
    condenser: Condenser
    opinion: SecondOpinion | None = None


def make_writers(settings: Settings, embedder: Embedder) -> Writers:
    """The configured generator, and what completes follow-up questions beside it."""
    if settings.generator == "extractive":
        return Writers(ExtractiveGenerator(make_reader(settings, embedder)), RuleCondenser())
    selector = make_selector(settings, embedder)
    made = make_served if settings.generator == "openai" else make_causal
    model = made(settings, selector)
    condenser = ModelCondenser(model) if settings.condenser == "model" else RuleCondenser()
    opinion = make_opinion(settings)
    if settings.generator_fallback == "none":
        return Writers(model, condenser, opinion)
    extractive = ExtractiveGenerator(make_reader(settings, embedder))
    return Writers(FallbackGenerator(model, extractive), condenser, opinion)


def make_opinion(settings: Settings) -> SecondOpinion | None:
    """The second opinion on what a language model drafts, unless it is switched off."""
    if settings.second_opinion == "none" or settings.reader == PLAIN_READER:
        return None
    return SecondOpinion(SpanScorer(load_network("reader", settings.reader)))


def make_selector(settings: Settings, embedder: Embedder) -> Selector | None:
    """What chooses worked examples for prompts, unless they are switched off."""
    if not settings.few_shot:
        return None
    return Selector(load_examples(settings.data), embedder, settings.few_shot)


def make_causal(settings: Settings, selector: Selector | None) -> "CausalGenerator":
    """The configured language model of this process."""
    from service.generators.causal.generator import CausalGenerator
    from service.generators.causal.loading import load_causal

    return CausalGenerator(
        load_causal(settings.model or "", settings.generator_quantize, settings.context_tokens),
        selector,
        settings.max_new_tokens,
        settings.temperature,
        settings.generator_timeout_s,
    )


def make_served(settings: Settings, selector: Selector | None) -> "ServedGenerator":
    """The configured model server."""
    from service.generators.served.chat import Server
    from service.generators.served.generator import ServedGenerator

    server = Server(
        settings.openai_base_url or "",
        settings.model or "",
        settings.openai_api_key,
        settings.generator_timeout_s,
    )
    room = (settings.context_tokens or SERVED_CONTEXT) - settings.max_new_tokens
    writer = PromptWriter(estimate_tokens, room, selector)
    return ServedGenerator(server, writer, settings.max_new_tokens, settings.temperature)


def make_reader(settings: Settings, embedder: Embedder) -> Reader:
    """The configured reader."""
    if settings.reader == PLAIN_READER:
        return SentenceReader(SentenceLook(embedder), PLAIN_READER, "reader_signals")
    scorer = SpanScorer(load_network("reader", settings.reader))
    return SentenceReader(SentenceLook(embedder, scorer), scorer.name, "reader_spans")
