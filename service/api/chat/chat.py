"""One request of the chat door: what it asks, and how the answer is written for it."""

import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from service.answer import Answer, Citation
from service.api.chat.conversation_in import check_possible, turns_of
from service.api.chat.cutting import FinishReason, count_tokens, cut
from service.api.chat.model_ids import Model, Ways
from service.api.chat.schemas import (
    Annotation,
    ChatIn,
    Choice,
    Completion,
    FootingOut,
    MessageOut,
    Usage,
)
from service.api.chat.sources import source_events, status_event, write
from service.api.chat.wording import outcome, searching
from service.api.links import citation_link
from service.conversation.tasks import serve_task
from service.conversation.turns import Turn
from service.pipeline import Ask


@dataclass(frozen=True, slots=True)
class Reply:
    """A finished message, ready to be sent whole or in pieces.

    Attributes:
        pieces: its text; joined it is the message.
        events: what Open WebUI shows beside it.
    """

    pieces: Sequence[str]
    finish_reason: FinishReason
    annotations: Sequence[Annotation] = ()
    events: Sequence[dict[str, Any]] = ()
    footing: FootingOut | None = None


@dataclass(frozen=True, slots=True)
class Chat:
    """A conversation that waits for its next message.

    Attributes:
        turns: what was said, the question last.
        served: the message, if this is a chore of the client's own and no question.
        base: the address that links begin with.
    """

    body: ChatIn
    model: Model
    ways: Ways
    base: str
    turns: Sequence[Turn]
    served: str | None
    id: str = field(default_factory=lambda: f"chatcmpl-{uuid4().hex}")
    created: int = field(default_factory=lambda: int(time.time()))

    @property
    def asked(self) -> str:
        """The last thing that the user said."""
        return self.turns[-1].text

    def ask(self, question: str) -> Ask:
        """What is asked of the pipeline: a question that stands alone."""
        wanted = self.body.footing
        return Ask(
            question,
            self.model.collection,
            top_k=wanted.top_k,
            include_evidence=wanted.include_evidence,
        )

    def waiting_event(self, question: str | None) -> dict[str, Any] | None:
        """What a person sees until there is an answer.

        Args:
            question: that stands alone; None as long as it is not known.
        """
        if not self.ways.events or self.served is not None:
            return None
        return status_event(searching(self.asked, question), done=False)

    def reply(self, answer: Answer) -> Reply:
        """The answer as this request wants it written."""
        written = write(answer, self.ways, self._link)
        done = cut(written.pieces, self._stops, self._max_tokens)
        length = sum(map(len, done.pieces))
        events = [status_event(outcome(answer), done=True), *source_events(answer, self._link)]
        return Reply(
            pieces=done.pieces,
            finish_reason=done.finish_reason,
            annotations=[a for a in written.annotations if a.url_citation.end_index <= length],
            events=events if self.ways.events else [],
            footing=_for_programs(answer),
        )

    def serve(self) -> Reply:
        """The message for a client's own chore: nothing was looked up for it."""
        return Reply([self.served or ""], "stop")

    def completion(self, reply: Reply) -> Completion:
        """The reply as one whole response."""
        message = MessageOut(content="".join(reply.pieces), annotations=list(reply.annotations))
        return Completion(
            id=self.id,
            created=self.created,
            model=self.model.id,
            choices=[Choice(message=message, finish_reason=reply.finish_reason)],
            usage=self.usage(reply),
            footing=reply.footing,
        )

    def usage(self, reply: Reply) -> Usage:
        """Sizes of what was sent and what is answered."""
        asked = sum(count_tokens(message.text) for message in self.body.messages)
        answered = count_tokens("".join(reply.pieces))
        return Usage(prompt_tokens=asked, completion_tokens=answered, total_tokens=asked + answered)

    def _link(self, citation: Citation) -> str:
        return citation_link(self.base, self.model.collection, citation)

    @property
    def _stops(self) -> list[str]:
        stop = self.body.stop or []
        return [stop] if isinstance(stop, str) else stop

    @property
    def _max_tokens(self) -> int | None:
        return self.body.max_completion_tokens or self.body.max_tokens


def open_chat(body: ChatIn, model: Model, base: str) -> Chat:
    """Understand a request.

    Raises:
        InvalidInputError: it asks for what cannot be done, or asks nothing.
    """
    turns = turns_of(body.messages)
    served = serve_task([message.text for message in body.messages], turns)
    if served is None:
        check_possible(body)
    return Chat(body, model, model.ways.changed(body.footing), base, turns, served)


def _for_programs(answer: Answer) -> FootingOut:
    return FootingOut(
        answer_id=answer.id,
        question=answer.question,
        status=answer.status,
        abstain_reason=answer.abstain_reason,
        text=answer.text,
        support=answer.support,
        threshold=answer.threshold,
        claims=answer.claims,
        citations=answer.citations,
        disclaimers=answer.disclaimers,
        guarantee=answer.guarantee,
        highlights=answer.highlights,
        evidence=answer.evidence,
        trace=answer.trace,
    )
