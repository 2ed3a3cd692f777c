"""A question about a bridge, with its evidence, what a model says to it, and a generator."""

from pathlib import Path
from typing import Any

from knowledge.types import Evidence
from service.generators.base import Question
from service.generators.causal.generator import CausalGenerator
from service.generators.causal.loading import load_causal

EVIDENCE = [
    Evidence("passage", "The bridge was opened in 1932.", context="Harbour bridge"),
    Evidence("triple", "bridge — carries — eight lanes"),
]
QUESTION = Question("When was the bridge opened?", lambda _: 1.0)
ANSWER = ("It", "was", "opened", "in", "1932.", "[1]", "<|im_end|>")


def loaded(folder: Path, **options: Any) -> CausalGenerator:
    """A generator with the model of a folder."""
    return CausalGenerator(load_causal(str(folder)), **options)
