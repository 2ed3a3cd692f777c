"""Proposals as a file of `qa` cases, and beside it a page that says what they are worth.

JSON lines have no comments, so every case carries `reviewed: false` and `generated`, and the page
beside the file says how it was made, what its limits are and how to edit it.
"""

import json
import string
from collections import Counter
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

from indexes.manifest import replace_file
from knowledge.errors import InvalidInputError
from service.evaluation.proposals.proposal import Proposal, Unanswerable
from service.evaluation.proposals.proposing import Proposed, Wanted

_PAGE = Path(__file__).with_name("README.template.md")
_SUFFIX = ".jsonl"


def writable(path: Path, *, force: bool) -> Path:
    """The path, if a case file may be written there.

    Raises:
        InvalidInputError: it is no `.jsonl`, its folder is missing, or it exists and `force` is
            not set.
    """
    if path.suffix != _SUFFIX or path.is_dir():
        raise InvalidInputError(f"{path} is no name for a case file; choose one in {_SUFFIX}.")
    if not path.parent.is_dir():
        raise InvalidInputError(f"the folder {path.parent} does not exist; make it first.")
    for existing in (path, page_of(path)):
        if existing.exists() and not force:
            raise InvalidInputError(
                f"{existing} exists and may have been edited; choose another name, or overwrite it "
                "with --force."
            )
    return path


def page_of(path: Path) -> Path:
    """Where the page that goes with a case file lies."""
    return path.with_name(f"{path.stem}.README.md")


def write(path: Path, proposed: Proposed, collection: str, wanted: Wanted) -> dict[str, Any]:
    """Write cases and page, each whole or not at all; answers a summary of what was written."""
    summary = summarise(path, proposed, collection, wanted)
    lines = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows(proposed))
    try:
        # The page first: no case file is ever without it.
        for target, text in ((page_of(path), _page(summary)), (path, lines)):
            replace_file(target, partial(_write_text, text=text))
    except OSError as error:
        raise InvalidInputError(f"cannot write {path}: {error.strerror}.") from error
    return summary


def _write_text(path: Path, text: str) -> None:
    path.write_text(text, "utf-8")


def rows(proposed: Proposed) -> Iterator[dict[str, Any]]:
    """The cases, numbered within their language."""
    numbers = Counter[str]()
    made = [_answerable(p) for p in proposed.answerable]
    made += [_unanswerable(case) for case in proposed.unanswerable]
    for row in made:
        lang = row["lang"]
        numbers[lang] += 1
        yield {"id": f"proposed-{lang}-{numbers[lang]:04}", **row, "reviewed": False}


def _answerable(proposal: Proposal) -> dict[str, Any]:
    found = proposal.found
    return {
        "question": found.question,
        "answers": list(found.answers),
        "answerable": True,
        "supporting_ids": [proposal.document_id] if proposal.document_id else [],
        "lang": proposal.lang,
        "source": f"proposed:{found.rule}",
        "generated": _generated(found.rule, proposal, found.note),
    }


def _unanswerable(case: Unanswerable) -> dict[str, Any]:
    row: dict[str, Any] = {
        "question": case.question,
        "answers": [],
        "answerable": False,
        "supporting_ids": [],
        "lang": case.base.lang,
        "source": f"proposed:{case.way}",
    }
    if case.without is not None:
        row |= {"without": [case.without], "contexts": list(case.contexts)}
    return row | {"generated": _generated(case.way, case.base, case.note)}


def _generated(rule: str, proposal: Proposal, note: str) -> dict[str, Any]:
    return {
        "rule": rule,
        "sentence": proposal.sentence,
        "document_id": proposal.document_id,
        "start": proposal.start,
        "end": proposal.end,
        "note": note or None,
    }


def summarise(path: Path, proposed: Proposed, collection: str, wanted: Wanted) -> dict[str, Any]:
    """What was written, for programs and for the page."""
    cases = list(rows(proposed))
    return {
        "cases": len(cases),
        "asked": wanted.count,
        "answerable": len(proposed.answerable),
        "unanswerable": len(proposed.unanswerable),
        "by_lang": dict(Counter(row["lang"] for row in cases)),
        "by_rule": dict(sorted(Counter(row["generated"]["rule"] for row in cases).items())),
        "passages": proposed.passages,
        "candidates": proposed.candidates,
        "collection": collection,
        "seed": wanted.seed,
        "file": str(path),
        "page": str(page_of(path)),
    }


def _page(summary: dict[str, Any]) -> str:
    rules = "\n".join(f"| {rule} | {n} |" for rule, n in summary["by_rule"].items())
    template = string.Template(_PAGE.read_text("utf-8"))
    return template.substitute(summary, name=Path(summary["file"]).name, rules=rules)
