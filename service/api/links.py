"""Where a citation can be opened: the one place that knows what such a link looks like."""

from urllib.parse import quote, urlencode

from fastapi import Request

from service.answer import Citation
from service.config import Settings


def base_url(request: Request, settings: Settings) -> str:
    """The address that links begin with: as configured, or as this client reached the service."""
    return (settings.public_url or str(request.base_url)).rstrip("/")


def citation_link(base: str, collection: str, citation: Citation) -> str:
    """A link that opens what is cited: a document with the passage's offsets, or an entity."""
    if citation.document_id is None:
        query = urlencode({"entity": citation.title or citation.text, "collection": collection})
        return f"{base}/v1/graph?{query}"
    place: dict[str, object] = {"collection": collection}
    if citation.start is not None and citation.end is not None:
        place |= {"start": citation.start, "end": citation.end}
    return f"{base}/v1/documents/{quote(citation.document_id, safe='')}?{urlencode(place)}"
