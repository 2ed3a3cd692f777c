"""Routes that OpenAI's clients call: `/v1/models`, `/v1/chat/completions`."""

from typing import Annotated

from fastapi import APIRouter, Body, Response
from fastapi.openapi.models import Example
from starlette.concurrency import run_in_threadpool

from knowledge.errors import UnknownCollectionError
from service.api.chat.answering import begin
from service.api.chat.chat import open_chat
from service.api.chat.model_ids import Model, model_id, parse_model, unknown_model
from service.api.chat.schemas import ChatIn, Completion, ModelOut, ModelsOut
from service.api.chat.stream import ChatStream
from service.api.context import Context, Service, as_json, openai_errors
from service.api.links import base_url

router = APIRouter(prefix="/v1", tags=["chat"])

_CHATS = {
    "question": Example(
        summary="A question",
        value={
            "model": "footing",
            "messages": [{"role": "user", "content": "Who introduced LoRA?"}],
        },
    ),
    "conversation": Example(
        summary="A follow-up question, streamed",
        value={
            "model": "footing",
            "stream": True,
            "stream_options": {"include_usage": True},
            "messages": [
                {"role": "user", "content": "什么是灾难性遗忘？"},
                {"role": "assistant", "content": "学习新任务之后，在旧任务上的表现下降。"},
                {"role": "user", "content": "那怎么缓解呢？"},
            ],
        },
    ),
}


@router.get("/models", response_model=ModelsOut, responses=openai_errors())
async def models(service: Service) -> Response:
    """Every collection as a model."""
    found = await run_in_threadpool(service.footing.store.collections)
    return as_json(ModelsOut(data=[ModelOut(id=model_id(counts.name)) for counts in found]))


@router.get("/models/{wanted:path}", response_model=ModelOut, responses=openai_errors(404))
async def model(service: Service, wanted: str) -> Response:
    """One model, with any of its options."""
    return as_json(ModelOut(id=(await _find(service, wanted)).id))


@router.post(
    "/chat/completions",
    response_model=Completion,
    responses=openai_errors(404, 413, 429, 504),
)
async def complete(
    service: Service, body: Annotated[ChatIn, Body(openapi_examples=_CHATS)]
) -> Response:
    """Answer the last user message of a conversation; `stream` sends it as server-sent events."""
    model = await _find(service, body.model)
    chat = open_chat(body, model, base_url(service.request, service.footing.settings))
    answering = None if chat.served is not None else begin(service, chat)
    if body.stream:
        return ChatStream(service, chat, answering)
    reply = (
        chat.reply(await answering.answer.result(service.request)) if answering else chat.serve()
    )
    return as_json(chat.completion(reply))


async def _find(service: Context, wanted: str) -> Model:
    """The model of that id, if its collection is there."""
    model = parse_model(wanted)
    try:
        await run_in_threadpool(service.footing.store.state, model.collection)
    except UnknownCollectionError as error:
        raise unknown_model(wanted) from error
    return model
