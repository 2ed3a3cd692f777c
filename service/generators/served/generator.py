"""The `openai` generator: any server of OpenAI's protocol, such as vLLM, Ollama or llama.cpp."""

from collections.abc import Callable, Collection, Sequence
from concurrent.futures import Future, wait
from contextlib import ExitStack
from threading import Lock

import anyio
from anyio.from_thread import BlockingPortal, start_blocking_portal

from knowledge.errors import GeneratorFailedError
from knowledge.types import Evidence
from service.generators.base import Draft, Question, Revision
from service.generators.prompts.messages import Message, Prompt
from service.generators.prompts.reading import Written, read_draft, text_of
from service.generators.prompts.writing import PromptWriter
from service.generators.sampling import SAMPLING_TEMPERATURE
from service.generators.served.breaker import CircuitBreaker
from service.generators.served.chat import ChatClient, Server

# How often a waiting caller looks at its deadline.
_LOOK_S = 0.02


class ServedGenerator:
    """Asks a model server. Safe to call from many threads.

    All requests run in one event loop of a thread of its own, so that a caller whose deadline
    passes is let go at once and its request is cancelled, whatever it was waiting for.

    Args:
        server: which server and model.
        writer: of prompts.
        max_new_tokens: most tokens of an answer.
        temperature: 0 for the likeliest answer.
        client: asks the server.
        breaker: keeps from asking a dead one.
    """

    revises = True
    # What a server's tokenizer calls its own is not known here; `quoted` breaks all known forms.
    special_tokens: Collection[str] = ()

    def __init__(
        self,
        server: Server,
        writer: PromptWriter,
        max_new_tokens: int,
        temperature: float = 0.0,
        client: ChatClient | None = None,
        breaker: CircuitBreaker | None = None,
    ) -> None:
        self.name = f"openai/{server.model}"
        self._server = server
        self._writer = writer
        self._max_new_tokens = max_new_tokens
        self._temperature = temperature
        self._client = client or ChatClient(server)
        self._breaker = breaker or CircuitBreaker(f"the model server at {server.base_url}")
        self._portal: BlockingPortal | None = None
        self._opened = ExitStack()
        self._lock = Lock()

    def generate(
        self, question: Question, evidence: Sequence[Evidence], revision: Revision | None = None
    ) -> Draft:
        """Draft an answer; an empty text means that the model says it does not know."""
        prompt = self._writer.write(question, evidence, revision)
        (written,) = self._ask(prompt, question.check, [self._temperature])
        return read_draft(written, question.text, prompt, evidence)

    def sample(self, question: Question, evidence: Sequence[Evidence], count: int) -> list[Draft]:
        """Several drafts at once, drawn at random."""
        prompt = self._writer.write(question, evidence)
        heat = max(self._temperature, SAMPLING_TEMPERATURE)
        found = self._ask(prompt, question.check, [heat] * max(1, count))
        return [read_draft(written, question.text, prompt, evidence) for written in found]

    def complete(self, messages: Sequence[Message], check: Callable[[], None]) -> str:
        """Go on with any turns; an answer that was cut before its end is an error."""
        (written,) = self._ask(Prompt(tuple(messages), ()), check, [0.0])
        return text_of(written)

    def close(self) -> None:
        """Close the connections and end the thread."""
        with self._lock:
            if self._portal is not None:
                self._portal.call(self._client.close)
                self._portal = None
            self._opened.close()

    def _ask(
        self, prompt: Prompt, check: Callable[[], None], temperatures: Sequence[float]
    ) -> list[Written]:
        self._breaker.check()
        portal = self._started()
        tasks = [portal.start_task_soon(self._bounded, prompt, t) for t in temperatures]
        try:
            return [_wait(task, check) for task in tasks]
        finally:
            for task in tasks:
                task.cancel()

    async def _bounded(self, prompt: Prompt, temperature: float) -> Written:
        try:
            with anyio.fail_after(self._server.timeout_s):
                written = await self._client.ask(prompt, self._max_new_tokens, temperature)
        except TimeoutError:
            self._breaker.failed()
            raise GeneratorFailedError(
                f"the model server at {self._server.base_url} did not finish an answer within "
                f"{self._server.timeout_s:g} s; raise FOOTING_GENERATOR_TIMEOUT_S or lower "
                "FOOTING_MAX_NEW_TOKENS."
            ) from None
        except GeneratorFailedError as error:
            if error.details.get("alive"):
                self._breaker.worked()
            else:
                self._breaker.failed()
            raise
        self._breaker.worked()
        return written

    def _started(self) -> BlockingPortal:
        with self._lock:
            if self._portal is None:
                self._portal = self._opened.enter_context(start_blocking_portal())
            return self._portal


def _wait(task: Future[Written], check: Callable[[], None]) -> Written:
    while not task.done():
        check()
        wait([task], _LOOK_S)
    return task.result()
