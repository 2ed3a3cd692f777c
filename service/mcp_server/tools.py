"""The tools: what an agent can do here, each over the function that the other doors call too."""

from collections.abc import Callable
from typing import Annotated, TypeVar

from mcp.server.mcpserver.exceptions import ToolError
from pydantic import BaseModel, Field

from knowledge.errors import FootingError, InvalidInputError
from knowledge.types import DEFAULT_COLLECTION
from service import browse
from service.answer import Answer, CheckResult, Source
from service.browse import CollectionOut, Excerpt, Found
from service.deadline import Deadline
from service.neighbourhood import MAX_HOPS, MAX_TRIPLES, GraphOut, look_around
from service.pipeline import Ask
from service.questions import valid_question, valid_text
from service.serving import Serving
from service.work import Pending

T = TypeVar("T")
Collection = Annotated[str, Field(description="a separate body of documents; see list_collections")]
_LONGEST_EXCERPT = 20_000


class Collections(BaseModel):
    """What can be asked."""

    collections: list[CollectionOut]


class Tools:
    """The tools over one service; expected errors become tool errors that say what to change."""

    def __init__(self, serving: Serving) -> None:
        self._serving = serving
        self._footing = serving.footing

    async def ask(
        self,
        question: Annotated[str, Field(description="one question that stands alone")],
        collection: Collection = DEFAULT_COLLECTION,
        top_k: Annotated[int | None, Field(ge=1, le=100, description="passages to read")] = None,
    ) -> Answer:
        """Answer a question from the documents, every sentence with what it stands on.

        `status` is `answered`, `partial` or `abstained`; an abstention has a reason and is no
        error: the documents do not support an answer.
        """
        request = Ask(question, collection, top_k=top_k)
        return await _result(lambda: self._serving.begin_asking(request))

    async def search(
        self,
        query: Annotated[str, Field(description="a question or keywords")],
        collection: Collection = DEFAULT_COLLECTION,
        limit: Annotated[int, Field(ge=1, le=browse.MAX_HITS)] = 8,
    ) -> Found:
        """Find passages and triples, best first, without answering anything."""
        return await self._run(
            lambda deadline: browse.search(self._footing, collection, query, limit, deadline)
        )

    async def check_grounding(
        self,
        answer: Annotated[str, Field(description="the text to check, sentence by sentence")],
        sources: Annotated[
            list[Source] | None, Field(max_length=1000, description="texts to check it against")
        ] = None,
        collection: Annotated[
            str | None, Field(description="or the collection to check it against")
        ] = None,
        question: Annotated[
            str, Field(description="that it answers, if it is but a name or a value")
        ] = "",
    ) -> CheckResult:
        """Check which sentences of a text are supported, contradicted or unsupported."""
        checking = self._footing.checking
        return await self._run(
            lambda deadline: checking.check_answer(
                _checkable(answer, sources, collection),
                sources or [],
                collection,
                deadline,
                valid_question(question) if question else "",
            )
        )

    async def graph_neighbours(
        self,
        entity: Annotated[str, Field(min_length=1, max_length=500)],
        collection: Collection = DEFAULT_COLLECTION,
        hops: Annotated[int, Field(ge=1, le=MAX_HOPS)] = 1,
        limit: Annotated[int, Field(ge=1, le=MAX_TRIPLES)] = 50,
    ) -> GraphOut:
        """The triples of the knowledge graph around an entity, nearest first."""
        searcher, store = self._footing.searcher, self._footing.store
        return await self._run(
            lambda _: look_around(searcher, store, collection, entity, hops, limit)
        )

    async def list_collections(self) -> Collections:
        """What can be asked: every collection with how much it holds."""
        return await self._run(lambda _: Collections(collections=browse.collections(self._footing)))

    async def get_document(
        self,
        document_id: Annotated[str, Field(min_length=1, description="as a citation names it")],
        collection: Collection = DEFAULT_COLLECTION,
        start: Annotated[int, Field(ge=0, description="first character, from 0")] = 0,
        limit: Annotated[int, Field(ge=1, le=_LONGEST_EXCERPT)] = _LONGEST_EXCERPT,
    ) -> Excerpt:
        """The text of a document, or a part of it; `characters` says how much there is in all."""
        return await self._run(
            lambda _: browse.excerpt(self._footing, collection, document_id, start, limit)
        )

    async def _run(self, function: Callable[[Deadline], T]) -> T:
        return await _result(lambda: self._serving.begin(function))


async def _result(begin: Callable[[], Pending[T]]) -> T:
    """Wait for work, in the queue and with the deadline that all doors share."""
    try:
        return await begin().result()
    except FootingError as error:
        raise ToolError(f"{error.message} [{error.code}]") from error


def _checkable(answer: str, sources: list[Source] | None, collection: str | None) -> str:
    if bool(sources) == bool(collection):
        raise InvalidInputError("give either `sources` or `collection` to check against.")
    if not answer.strip():
        raise InvalidInputError("the answer is empty; give the text to be checked.")
    return valid_text(answer, "answer")
