"""Where a citation can be opened: the one place that knows what such a link looks like.

Links lead to the web page, which shows a document with the passage marked, or an entity's
neighbourhood. Programs read the same under `/v1/documents/{id}` and `/v1/graph`, with the same
parameters.
"""

from urllib.parse import quote, urlencode

from fastapi import Request

from service.answer import Citation
from service.config import Settings

# Of a triple, enough to tell it from others.
_TOLD = 120


def base_url(request: Request, settings: Settings) -> str:
    """The address that links begin with: as configured, or as this client reached the service."""
    return (settings.public_url or str(request.base_url)).rstrip("/")


def citation_link(base: str, collection: str, citation: Citation) -> str:
    """A link that opens what is cited: a document with the place marked, or an entity.

    Every citation has its own: clients take sources of one link for one source, so triples of one
    entity, or out of one passage, differ in what follows the `#`.
    """
    which = "" if citation.kind == "passage" else f"#{quote(citation.text[:_TOLD], safe='')}"
    if citation.document_id is None:
        query = urlencode({"entity": citation.title or citation.text, "collection": collection})
        return f"{base}/graph?{query}{which}"
    place: dict[str, object] = {"collection": collection}
    if citation.start is not None and citation.end is not None:
        place |= {"start": citation.start, "end": citation.end}
    elif citation.chunk_id is not None:
        place |= {"chunk": citation.chunk_id}
    return f"{base}/documents/{quote(citation.document_id, safe='')}?{urlencode(place)}{which}"
