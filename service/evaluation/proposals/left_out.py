"""Questions whose source is left out: asked of neighbouring passages that do not answer them."""

import re

from knowledge.text import comparable
from knowledge.types import Chunk
from service.evaluation.proposals.chinese_clauses import tight
from service.evaluation.proposals.lookup import Lookup
from service.evaluation.proposals.proposal import Proposal, Unanswerable

# Facts with one short value: whether a passage says them can be seen by looking for the value.
_RULES = ("agent", "date", "amount", "place", "expansion", "cell", "other_name")
_DEPTH = 40
_CONTEXTS = 5
_FEWEST = 3


def without_source(base: Proposal, lookup: Lookup) -> Unanswerable | None:
    """The question with its nearest passages of other documents; None if they are too few.

    A passage is left out as well if it holds an answer, or names the subject beside anything that
    could state the same fact.
    """
    if base.found.rule not in _RULES or base.document_id is None or not base.found.subject:
        return None
    near = [c for c in lookup.near(base.found.question, _DEPTH) if _is_silent(c, base)]
    contexts = [c.text for c in near[:_CONTEXTS]]
    if len(contexts) < _FEWEST:
        return None
    note = (
        f"‘{base.found.answers[0]}’ in document {base.document_id} would answer it; that "
        "document is "
        "left out, and the contexts are the nearest passages of others that do not say it"
    )
    return Unanswerable(
        "source_left_out", base.found.question, base, note, base.document_id, tuple(contexts)
    )


def _is_silent(chunk: Chunk, base: Proposal) -> bool:
    if chunk.document_id == base.document_id:
        return False
    text = comparable(chunk.indexed_text)
    for answer in base.found.answers:
        said = re.escape(comparable(answer))
        if re.search(rf"(?<![a-z0-9.]){said}(?![a-z0-9])", text):
            return False
    if tight(comparable(base.found.subject)) not in tight(text):
        return True
    return bool(base.found.stated) and not re.search(base.found.stated, chunk.text)
