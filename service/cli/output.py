"""What commands print: JSON for programs, a few readable lines for people."""

import json
import sys
from typing import Any, NoReturn

from pydantic import BaseModel
from rich.console import Console
from rich.markup import escape

from knowledge.errors import FootingError
from service.answer import Answer, CheckedClaim, CheckResult, Citation, Hop

out = Console(highlight=False, soft_wrap=True)
err = Console(stderr=True, highlight=False, soft_wrap=True)

_COLOURS = {
    "supported": "green",
    "contradicted": "red",
    "unsupported": "yellow",
    "not_checkable": "dim",
}
_REASONS = {
    "no_evidence": "nothing about it was found in the documents",
    "weak_support": "what was found supports an answer too weakly",
    "contradicted": "the documents contradict what could be said",
    "not_answerable": "the nearest passages do not seem to answer it",
    "generator_failed": "the model that drafts answers failed",
}


def print_json(value: Any) -> None:  # noqa: ANN401 - any JSON
    """One JSON document on one line of standard output, escaped where that cannot show a text."""
    data = value.model_dump(mode="json") if isinstance(value, BaseModel) else value
    line = json.dumps(data, ensure_ascii=False)
    try:
        line.encode(sys.stdout.encoding or "utf-8", sys.stdout.errors or "strict")
    except UnicodeEncodeError:  # names of files need not be Unicode, nor terminals know Chinese
        line = json.dumps(data)
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def print_answer(answer: Answer) -> None:
    """An answer with its citations, or a refusal with its reason and the nearest passages."""
    if answer.status == "abstained":
        out.print(f"[bold]{escape(answer.text)}[/bold]")
        reason = answer.abstain_reason or "no_evidence"
        out.print(f"  {reason}: {_REASONS[reason]} {_support(answer)}")
        for item in answer.evidence[:3]:
            out.print(f"  [dim]nearest: {escape(item.title)}: {escape(_short(item.text))}[/dim]")
        return
    parts = []
    for claim in answer.claims:
        marks = "".join(f"\\[{n}]" for n in claim.citations)
        marks += "".join(f" against \\[{n}]" for n in claim.contradictions)
        text = _marked(answer, claim)
        parts.append(f"[{_COLOURS[claim.verdict]}]{text}[/] {marks}".rstrip())
    out.print("[bold]" + " ".join(parts) + "[/bold]")
    out.print(f"  {answer.status} {_support(answer)}")
    for text in answer.disclaimers:
        out.print(f"  [italic]{escape(text)}[/italic]")
    _print_citations(answer.citations)


def print_trace(answer: Answer) -> None:
    """How an answer came about, a line a step."""
    out.print("trace")
    for step in answer.trace:
        out.print(f"  {step.step:8} {step.ms:8.1f} ms  {step.detail}", markup=False)


def _marked(answer: Answer, claim: CheckedClaim) -> str:
    """A claim with the answer itself underlined."""
    inside = [h for h in answer.highlights if claim.start <= h.start and h.end <= claim.end]
    text, done = "", claim.start
    for h in sorted(inside, key=lambda h: h.start):
        if h.start >= done:
            text += escape(answer.text[done : h.start])
            text += f"[underline]{escape(answer.text[h.start : h.end])}[/underline]"
            done = h.end
    return text + escape(answer.text[done : claim.end])


def print_check(result: CheckResult) -> None:
    """Verdicts sentence by sentence."""
    for claim in result.claims:
        marks = "".join(f" \\[{n}]" for n in claim.citations)
        against = "".join(f" against \\[{n}]" for n in claim.contradictions)
        out.print(
            f"[{_COLOURS[claim.verdict]}]{claim.verdict:>13}[/] {claim.support:.2f}  "
            f"{escape(claim.text)}{marks}{against}"
        )
    out.print(f"grounded: {'yes' if result.grounded else 'no'}, support {result.support:.2f}")
    if result.truncated:
        out.print("[yellow]the text was longer than what is checked; the rest was not read[/]")
    _print_citations(result.citations)


def _print_citations(citations: list[Citation]) -> None:
    for c in citations:
        place = f" {c.uri}" if c.uri else ""
        offsets = f" ({c.start}-{c.end})" if c.start is not None else ""
        out.print(f"  \\[{c.n}] {escape(c.title or c.kind)}{escape(place)}{offsets}")
        if c.kind == "path":
            for hop in c.hops:
                out.print(f"      [dim]{escape(_hop(hop))}[/dim]")
        else:
            out.print(f"      [dim]{escape(_short(c.text))}[/dim]")
        for hop in c.conflicts:
            out.print(f"      [yellow]but another says: {escape(_hop(hop))}[/]")


def _hop(hop: Hop) -> str:
    place = hop.title or hop.document_id or hop.source
    return f"{_short(f'{hop.subject} — {hop.predicate} — {hop.object}')} ({place})"


def _support(answer: Answer) -> str:
    return f"(support {answer.support:.2f}, threshold {answer.threshold:.2f})"


def _short(text: str, limit: int = 160) -> str:
    line = " ".join(text.split())
    return line if len(line) <= limit else line[: limit - 1] + "…"


def fail(error: FootingError) -> NoReturn:
    """Print an expected error and leave with status 2."""
    err.print(f"[red]error:[/red] {escape(error.message)}")
    for problem in error.details.get("errors", [])[1:]:
        err.print(f"  line {problem['line']}: {escape(problem['message'])}")
    raise SystemExit(2)
