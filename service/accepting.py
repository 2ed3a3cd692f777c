"""Feedback that an operator accepts becomes a worked example for language models.

A person's word is not enough: what they call right has to stand in the documents as they are now,
sentence by sentence, or the example would teach to make things up. It holds passages of its
collection, and so it is shown beside that collection's questions alone.
"""

from typing import Any

from knowledge.errors import InvalidInputError
from knowledge.store.base import FeedbackEntry
from knowledge.types import DEFAULT_COLLECTION
from service.bootstrap import Footing
from service.claims import without_marks
from service.deadline import Deadline
from service.generators.prompts.examples import Example
from service.generators.prompts.reading import is_refusal
from service.questions import valid_collection

# Passages beside a refusal: those that looked most like an answer.
_NEAREST = 2


def example_of(footing: Footing, entry: FeedbackEntry) -> Example:
    """The worked example in some feedback.

    Raises:
        InvalidInputError: it does not say what is right, or the documents do not say that.
    """
    question, answer = entry.body.get("question"), _right_answer(entry.body)
    if not question or answer is None:
        raise InvalidInputError(
            f"feedback {entry.id} does not say what was asked and what is right: it takes a "
            "question with either a correction or an answer rated `up`."
        )
    collection = valid_collection(entry.body.get("collection") or DEFAULT_COLLECTION)
    if is_refusal(answer):
        found = footing.searcher.search(collection, question, _NEAREST)
        nearest = tuple(found.chunks[hit.id].text for hit in found.hits)
        if not nearest:
            raise InvalidInputError(f"nothing is near the question of feedback {entry.id}.")
        return Example(question, nearest, None, collection)
    return _supported(footing, entry.id, question, answer, collection)


def _supported(
    footing: Footing, number: int, question: str, answer: str, collection: str
) -> Example:
    """The answer with markers of what it stands on."""
    checked = footing.checking.check_answer(answer, (), collection, Deadline(), question)
    failed = [c.text for c in checked.claims if c.verdict in ("unsupported", "contradicted")]
    if failed or not checked.grounded:
        said = f": “{failed[0].strip()}”" if failed else ""
        raise InvalidInputError(
            f"the documents of '{collection}' do not support what feedback {number} calls "
            f"right{said}; add the document that says it, or correct the feedback."
        )
    places: dict[int, int] = {}
    sentences = []
    for claim in checked.claims:
        cited = claim.citations[:1]
        marks = (f" [{places.setdefault(n, len(places) + 1)}]" for n in cited)
        # The marks of the answer that was shown count other sources.
        sentences.append(without_marks(claim.text).strip() + "".join(marks))
    texts = {c.n: c.text for c in checked.citations}
    evidence = tuple(texts[n] for n in places)
    return Example(question, evidence, " ".join(sentences), collection)


def _right_answer(body: dict[str, Any]) -> str | None:
    correction: str | None = body.get("correction")
    if correction:
        return correction
    answer: str | None = body.get("answer")
    return answer if body.get("rating") == "up" and answer else None
