"""One answer from a server of OpenAI's protocol: streamed, tried again, bounded.

The answer is streamed so that whoever stops waiting closes the connection, at which servers stop
generating. Nothing here waits without an end: the caller bounds the whole.
"""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import httpx2
import openai
from pydantic import SecretStr
from tenacity import AsyncRetrying, RetryCallState, retry_if_exception, stop_after_attempt
from tenacity.wait import wait_random_exponential

from knowledge.errors import GeneratorFailedError
from service.generators.prompts.messages import Prompt
from service.generators.prompts.reading import Written, went_on

# Characters of a token in the longest-winded vocabularies; more than that never ends by itself.
_CHARACTERS_A_TOKEN = 16
_CONNECT_S = 5.0
_CONNECTIONS = 32
_ATTEMPTS = 3
_LONGEST_WAIT_S = 8.0
_SHOWN = 300


@dataclass(frozen=True, slots=True)
class Server:
    """A model server.

    Attributes:
        base_url: with its version, such as `http://127.0.0.1:11434/v1`.
        model: as the server calls it.
        api_key: sent as bearer token; never shown.
        timeout_s: seconds without a word after which it counts as dead.
    """

    base_url: str
    model: str
    api_key: SecretStr | None = None
    timeout_s: float = 20.0


class ChatClient:
    """Asks a server for answers; to be used from one event loop.

    Args:
        server: where.
        first_wait_s: upper bound of the first wait before a second attempt; each is twice as long.
    """

    def __init__(self, server: Server, first_wait_s: float = 0.5) -> None:
        self._server = server
        # An explicit key, or the library would send the one of the environment to any server.
        self._key = server.api_key.get_secret_value() if server.api_key else "none"
        self._client = openai.AsyncOpenAI(
            api_key=self._key,
            base_url=server.base_url,
            max_retries=0,
            http_client=openai.DefaultAsyncHttpxClient(
                timeout=httpx2.Timeout(server.timeout_s, connect=min(_CONNECT_S, server.timeout_s)),
                limits=httpx2.Limits(max_connections=_CONNECTIONS),
            ),
        )
        self._wait = wait_random_exponential(multiplier=first_wait_s, max=_LONGEST_WAIT_S)

    async def close(self) -> None:
        """Close the connections."""
        await self._client.close()

    async def ask(self, prompt: Prompt, max_tokens: int, temperature: float) -> Written:
        """The server's answer.

        Raises:
            GeneratorFailedError: it did not give one, in spite of further attempts where those
                make sense; `details["alive"]` says whether it answered at all.
        """
        retrying = AsyncRetrying(
            stop=stop_after_attempt(_ATTEMPTS),
            wait=self._pause,
            retry=retry_if_exception(self._passes),
            reraise=True,
        )
        try:
            return await retrying(self._once, prompt, max_tokens, temperature)
        except (openai.OpenAIError, httpx2.HTTPError, ValueError) as error:
            raise self._explain(error) from error

    async def _once(self, prompt: Prompt, max_tokens: int, temperature: float) -> Written:
        most = max_tokens * _CHARACTERS_A_TOKEN
        text, reason = "", ""
        messages: Any = [message.as_json() for message in prompt.messages]
        async with await self._client.chat.completions.create(
            model=self._server.model,
            messages=messages,
            max_tokens=max_tokens,
            temperature=temperature,
            stream=True,
        ) as stream:
            async for piece, ended in _pieces(stream):
                text, reason = text + piece, ended
                if len(text) > most:
                    return Written(text[:most], cut=True)
                # Stop sequences would also end a thought that speaks of "Question:".
                if went_on(text):
                    return Written(text)
        if not reason:
            raise _BrokenOffError("the stream broke off before the answer had an end")
        return Written(text, cut=reason == "length")

    def _pause(self, state: RetryCallState) -> float:
        """Seconds before the next attempt: what the server asks for, or longer each time."""
        error = state.outcome.exception() if state.outcome else None
        asked = _retry_after(error)
        return self._wait(state) if asked is None else asked

    def _passes(self, error: BaseException) -> bool:
        """Whether another attempt may succeed in time; what came too late will again."""
        if isinstance(error, (openai.APITimeoutError, httpx2.TimeoutException)):
            return False
        if isinstance(error, openai.APIStatusError):
            soon = (_retry_after(error) or 0.0) < self._server.timeout_s
            return soon and (error.status_code in (408, 409, 429) or error.status_code >= 500)
        return isinstance(error, (openai.APIConnectionError, httpx2.TransportError))

    def _explain(self, error: Exception) -> GeneratorFailedError:
        server = f"the model server at {self._server.base_url}"
        alive = isinstance(error, openai.APIStatusError) and error.status_code < 500
        if isinstance(error, (openai.APITimeoutError, httpx2.TimeoutException)):
            said = f"{server} said nothing for {self._server.timeout_s:g} s"
        elif isinstance(error, openai.APIStatusError):
            said = f"{server} answered {error.status_code}: {self._redacted(error)}"
        elif isinstance(error, (openai.APIConnectionError, httpx2.HTTPError)):
            cause = error.__cause__ or error
            said = f"{server} cannot be reached or hung up: {self._redacted(cause)}"
        elif isinstance(error, openai.APIError):
            said = f"{server} reports: {self._redacted(error)}"
        else:
            said = f"{server} sent what is not OpenAI's protocol: {self._redacted(error)}"
        return GeneratorFailedError(said, alive=alive)

    def _redacted(self, error: BaseException) -> str:
        """What an error says; servers repeat the key that they refuse."""
        return (str(error) or type(error).__name__).replace(self._key, "***")[:_SHOWN]


class _BrokenOffError(httpx2.RemoteProtocolError):
    """The stream ended without saying why; the connection was lost."""


async def _pieces(stream: Any) -> AsyncIterator[tuple[str, str]]:  # noqa: ANN401 - unvalidated
    """Text and reason of the end, empty until then, of each chunk.

    Raises:
        ValueError: a chunk is not what the protocol says; the library does not look.
    """
    ended = ""
    async for chunk in stream:
        try:
            choices = chunk.choices
            if not choices:
                continue  # usage, or a sign of life
            piece = choices[0].delta.content
            ended = ended or choices[0].finish_reason or ""
        except (AttributeError, TypeError, LookupError) as error:
            raise ValueError(f"a chunk without choices or delta ({error})") from error
        if not isinstance(piece, str | None) or not isinstance(ended, str):
            raise ValueError(f"a chunk whose content is {type(piece).__name__}")  # noqa: TRY004
        yield piece or "", ended


def _retry_after(error: BaseException | None) -> float | None:
    """Seconds that the server asks to wait, if it does so in a way that can be read."""
    if not isinstance(error, openai.APIStatusError):
        return None
    try:
        seconds = float(error.response.headers.get("retry-after", ""))
    except ValueError:
        return None
    return max(0.0, seconds)
