"""The `transformers` generator: a causal chat model that runs in this process."""

from collections.abc import Callable, Collection, Sequence

from knowledge.errors import GeneratorFailedError, ModelUnavailableError
from knowledge.text import language_of
from knowledge.types import Evidence
from service.generators.base import Draft, Question, Revision
from service.generators.causal.loading import CausalModel
from service.generators.causal.rendering import Renderer
from service.generators.causal.worker import Asked, CausalWorker
from service.generators.prompts.messages import Message, Prompt
from service.generators.prompts.reading import read_draft, text_of
from service.generators.prompts.selection import Selector
from service.generators.prompts.wording import WORDING
from service.generators.prompts.writing import PromptWriter
from service.generators.sampling import SAMPLING_TEMPERATURE

# A prompt has at least this much room, or the model is too small to be of use.
_LEAST_PROMPT = 256


class CausalGenerator:
    """Writes drafts with a local model. Safe to call from many threads.

    Args:
        causal: the model.
        selector: chooses worked examples; None for none.
        max_new_tokens: most tokens of an answer.
        temperature: 0 for the likeliest answer.
        timeout_s: seconds that one draft may take.

    Raises:
        ModelUnavailableError: the model's context has no room for a prompt beside the answer.
    """

    revises = True

    def __init__(
        self,
        causal: CausalModel,
        selector: Selector | None = None,
        max_new_tokens: int = 256,
        temperature: float = 0.0,
        timeout_s: float = 60.0,
    ) -> None:
        self.name = causal.name
        self._renderer = Renderer(causal.tokenizer)
        self._worker = CausalWorker(causal)
        self._max_new_tokens = max_new_tokens
        self._temperature = temperature
        self._timeout_s = timeout_s
        room = causal.context - max_new_tokens
        if room < _LEAST_PROMPT:
            raise ModelUnavailableError(
                f"the context of {causal.name}, {causal.context} tokens, leaves {room} for a "
                f"prompt beside {max_new_tokens} for the answer; choose a model with a longer "
                "context, or lower FOOTING_MAX_NEW_TOKENS."
            )
        self._room = room
        self._writer = PromptWriter(
            self._renderer.count, room, selector, self._renderer.special_tokens
        )
        self._fixed = {
            language: tuple(self._renderer.fixed_part(Message("system", wording.system)))
            for language, wording in WORDING.items()
        }

    def generate(
        self, question: Question, evidence: Sequence[Evidence], revision: Revision | None = None
    ) -> Draft:
        """Draft an answer; an empty text means that the model says it does not know."""
        prompt = self._writer.write(question, evidence, revision)
        asked = self._asked(question, prompt, self._temperature)
        (written,) = self._worker.write([asked], question.check, self._timeout_s)
        return read_draft(written, question.text, prompt, evidence)

    def sample(self, question: Question, evidence: Sequence[Evidence], count: int) -> list[Draft]:
        """Several drafts in one batch, drawn at random."""
        prompt = self._writer.write(question, evidence)
        heat = max(self._temperature, SAMPLING_TEMPERATURE)
        asked = [self._asked(question, prompt, heat)] * max(1, count)
        found = self._worker.write(asked, question.check, self._timeout_s)
        return [read_draft(written, question.text, prompt, evidence) for written in found]

    @property
    def special_tokens(self) -> Collection[str]:
        """Texts that the tokenizer reads as signs of its own."""
        return self._renderer.special_tokens

    def complete(self, messages: Sequence[Message], check: Callable[[], None]) -> str:
        """Go on with any turns; an answer that was cut before its end is an error."""
        tokens = tuple(self._renderer.tokens(messages))
        if len(tokens) > self._room:
            raise GeneratorFailedError(
                f"a prompt of {len(tokens)} tokens does not fit the {self._room} that "
                f"{self.name} has for it."
            )
        asked = Asked(tokens, 0, self._max_new_tokens, 0.0)
        (written,) = self._worker.write([asked], check, self._timeout_s)
        return text_of(written)

    def close(self) -> None:
        """Wait until the model is at rest."""
        self._worker.close()

    def _asked(self, question: Question, prompt: Prompt, temperature: float) -> Asked:
        tokens = tuple(self._renderer.tokens(prompt.messages))
        fixed = self._fixed[language_of(question.text)]
        shared = len(fixed) if tokens[: len(fixed)] == fixed else 0
        return Asked(tokens, shared, self._max_new_tokens, temperature)
