"""An answer's sources as chat clients show them: marks in the text, a list, annotations, events."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from knowledge.text import language_of
from service.answer import Answer, CheckedClaim, Citation
from service.api.chat.model_ids import Ways
from service.api.chat.schemas import Annotation, UrlCitation
from service.api.chat.wording import HEADING

Link = Callable[[Citation], str]
_EXCERPT = 160
_NAME = 80
_MARKDOWN = re.compile(r"([\\`*_{}\[\]<>#|~])")


@dataclass(slots=True)
class Written:
    """A message in pieces: sentences with their marks, then the lines of the list of sources."""

    pieces: list[str] = field(default_factory=list)
    annotations: list[Annotation] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The whole message."""
        return "".join(self.pieces)


def write(answer: Answer, ways: Ways, link: Link) -> Written:
    """The released text with its sources in the text and as annotations, as wanted."""
    written = Written()
    cited = {c.n: c for c in answer.citations}
    position = end = 0
    for claim in answer.claims:
        marks = "".join(f"[{n}]" for n in claim.citations) if ways.text else ""
        sentence = answer.text[end : claim.end]
        space = " " if marks and not claim.text.endswith(("。", "！", "？")) else ""
        piece = f"{sentence}{space}{marks}"
        if ways.annotations:
            start = position + len(sentence) + len(space) if marks else position
            place = (start, position + len(piece))
            written.annotations += [_annotation(cited[n], place, link) for n in claim.citations]
        written.pieces.append(piece)
        position, end = position + len(piece), claim.end
    if answer.text[end:]:
        written.pieces.append(answer.text[end:])
    written.pieces += [f"\n\n*{_escaped(text)}*" for text in answer.disclaimers]
    if ways.text:
        written.pieces += _listed(_used(answer.claims, answer.citations), answer.question, link)
    return written


def source_events(answer: Answer, link: Link) -> list[dict[str, Any]]:
    """The sources as Open WebUI's events.

    It numbers sources by their order and tells them apart by `metadata[].source`; with the link
    there, an annotation of the same link is not a second source.
    """
    return [
        {
            "type": "source",
            "data": {
                "source": {"name": _name(c), "url": link(c)},
                "document": [c.text],
                "metadata": [{"source": link(c), "name": _name(c)}],
            },
        }
        for c in _used(answer.claims, answer.citations)
    ]


def status_event(description: str, *, done: bool) -> dict[str, Any]:
    """What Open WebUI shows above an answer."""
    return {"type": "status", "data": {"description": description, "done": done}}


def _used(claims: Sequence[CheckedClaim], citations: Sequence[Citation]) -> list[Citation]:
    """What sentences stand on, by number; what speaks against them is in `footing` only."""
    numbers = {n for claim in claims for n in claim.citations}
    return sorted((c for c in citations if c.n in numbers), key=lambda c: c.n)


def _listed(citations: Sequence[Citation], question: str, link: Link) -> list[str]:
    if not citations:
        return []
    lines = [
        f"\n- [{c.n}] [{_escaped(_name(c))}]({link(c)}): {_escaped(_short(c.text, _EXCERPT))}"
        for c in citations
    ]
    return [f"\n\n**{HEADING[language_of(question)]}**\n{lines[0]}", *lines[1:]]


def _annotation(citation: Citation, place: tuple[int, int], link: Link) -> Annotation:
    start, end = place
    return Annotation(
        url_citation=UrlCitation(
            start_index=start, end_index=end, title=_name(citation), url=link(citation)
        )
    )


def _name(citation: Citation) -> str:
    return _short(citation.title or citation.document_id or citation.text, _NAME)


def _short(text: str, limit: int) -> str:
    line = " ".join(text.split())
    return line if len(line) <= limit else line[: limit - 1] + "…"


def _escaped(text: str) -> str:
    """Text of documents as text: nothing in it may become a link or an image."""
    return _MARKDOWN.sub(r"\\\1", text)
