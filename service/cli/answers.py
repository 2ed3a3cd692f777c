"""`footing ask` and `footing check`."""

from pathlib import Path
from typing import Annotated

import typer

from knowledge.errors import InvalidInputError
from service.answer import Source
from service.cli.options import COLLECTION, Collection, Data, Json, opened
from service.cli.output import print_answer, print_check, print_json, print_trace
from service.questions import valid_question

SourceFiles = Annotated[
    list[Path] | None, typer.Option("--source", "-s", help="Answer from this file; repeatable.")
]


def ask(
    question: Annotated[str, typer.Argument(help="The question.")],
    collection: Collection = COLLECTION,
    source: SourceFiles = None,
    samples: Annotated[
        int | None, typer.Option(min=1, max=10, help="Drafts whose claims are compared.")
    ] = None,
    trace: Annotated[bool, typer.Option("--trace", help="Show how the answer came about.")] = False,
    data: Data = None,
    json: Json = False,
) -> None:
    """Answer a question, or abstain and say why."""
    from service.pipeline import Ask

    sources = read_sources(source or [])
    request = Ask(question, collection, sources, include_evidence=True, samples=samples)
    with opened(data) as footing:
        answer = footing.pipeline.ask(request)
    (print_json if json else print_answer)(answer)
    if trace and not json:
        print_trace(answer)


def check(
    answer: Annotated[str, typer.Option("--answer", "-a", help="The text, or a file with it.")],
    source: SourceFiles = None,
    question: Annotated[
        str, typer.Option("--question", "-q", help="That it answers: a name or value needs one.")
    ] = "",
    collection: Annotated[str | None, typer.Option("--collection", "-c")] = None,
    data: Data = None,
    json: Json = False,
) -> None:
    """Check a text sentence by sentence against files, or against a collection."""
    from service.deadline import Deadline

    if bool(source) == bool(collection):
        raise InvalidInputError("give either --source or --collection to check against.")
    text = _text_or_file(answer)
    asked = valid_question(question) if question else ""
    sources = read_sources(source or [])
    with opened(data) as footing:
        result = footing.checking.check_answer(text, sources, collection, Deadline(), asked)
    (print_json if json else print_check)(result)
    raise typer.Exit(0 if result.grounded else 1)


def read_sources(paths: list[Path]) -> list[Source]:
    """Files as sources; raises `UnreadableDocumentError` for one that cannot be read."""
    from knowledge.errors import UnreadableDocumentError
    from service.ingest.files import from_paths
    from service.ingest.offered import RowsEnd, Unchanged

    sources = []
    for _, item in from_paths(paths, max_bytes=50_000_000):
        if isinstance(item, UnreadableDocumentError):
            raise item
        # Nothing is known here, so nothing can be unchanged.
        if isinstance(item, (RowsEnd, Unchanged)):
            continue
        sources.append(Source(text=item.text, title=item.title))
    if paths and not sources:
        raise InvalidInputError("the sources hold no files; nothing could be read from them.")
    return sources


def _text_or_file(value: str) -> str:
    try:
        path = Path(value)
        if path.is_file():
            return read_sources([path])[0].text
    except OSError:  # too long for a path: it is the text itself
        pass
    if not value.strip():
        raise InvalidInputError("the answer is empty; give the text to be checked.")
    return value
