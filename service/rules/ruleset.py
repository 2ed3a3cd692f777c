"""Rules at work: on a question, on a checked sentence, on an answer. Knows nothing of files."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

from knowledge.types import Evidence
from service.answer import CheckedClaim, Citation
from service.claims import Claim
from service.rules.model import (
    Disclaimer,
    Forbidden,
    MustCite,
    NamesInEvidence,
    NumbersInEvidence,
    Rule,
)
from service.rules.names import in_another_language, unsaid_names
from service.rules.patterns import matches
from service.rules.quantities import missing

# The rules that hold without a file, for generators that write words of their own.
NUMBERS = NumbersInEvidence(name="numbers in evidence", kind="numbers_in_evidence")
NAMES = NamesInEvidence(name="names in evidence", kind="names_in_evidence")

R = TypeVar("R", MustCite, NumbersInEvidence, NamesInEvidence, Forbidden, Disclaimer)


@dataclass(frozen=True, slots=True)
class Ruleset:
    """The rules that hold for one question."""

    rules: Sequence[Rule] = ()

    def refusal(self, question: str) -> Forbidden | None:
        """The rule that forbids a question, if one does."""
        rules = [rule for rule in self._of(Forbidden) if rule.where != "sentence"]
        return next((rule for rule in rules if matches(rule.pattern, question)), None)

    def broken(
        self,
        claim: CheckedClaim,
        citations: Sequence[Citation],
        evidence: Sequence[Evidence] = (),
        question: str = "",
    ) -> tuple[str, ...]:
        """The names of the rules that a sentence breaks.

        Args:
            claim: the sentence.
            citations: of the answer; numbers have to stand in those of the sentence.
            evidence: all that the answer was written from; names may stand anywhere in it.
            question: as asked.
        """
        cited = [citation for citation in citations if citation.n in claim.citations]
        found = [r.name for r in self._of(MustCite) if not _cites(r, claim.text, cited)]
        found += [r.name for r in self._of(NumbersInEvidence) if not _says_numbers(claim, cited)]
        found += [
            r.name
            for r in self._of(NamesInEvidence)
            if _strangers(claim, cited, evidence, question)
        ]
        found += [
            rule.name
            for rule in self._of(Forbidden)
            if rule.where != "question" and matches(rule.pattern, claim.text)
        ]
        return tuple(found)

    def disclaimers(self, question: str, answer: str) -> list[Disclaimer]:
        """The disclaimers that go with an answer."""
        looked_at = {"question": question, "answer": answer, "both": f"{question}\n{answer}"}
        return [
            rule
            for rule in self._of(Disclaimer)
            if rule.pattern is None or matches(rule.pattern, looked_at[rule.where])
        ]

    def _of(self, kind: type[R]) -> list[R]:
        return [rule for rule in self.rules if isinstance(rule, kind)]


class Rules:
    """All rules of a service.

    Args:
        rules: those of the file.
        written: whether the generator writes words of its own: numbers and full names must stand
            in the evidence then, where no rule of the file speaks of that.
        digest: of the file; "" without one.

    Attributes:
        digest: of all that holds; "" if nothing does.
    """

    def __init__(self, rules: Sequence[Rule] = (), *, written: bool, digest: str = "") -> None:
        kinds = {rule.kind for rule in rules}
        own = [rule for rule in (NUMBERS, NAMES) if written and rule.kind not in kinds]
        self._rules = (*rules, *own)
        self.digest = " ".join(filter(None, (digest, *(rule.kind for rule in own))))

    def __len__(self) -> int:
        return len(self._rules)

    def of(self, collection: str | None) -> Ruleset:
        """The rules for a collection, or (None) for sources that a caller gives."""
        return Ruleset([rule for rule in self._rules if rule.holds_for(collection)])


def _cites(rule: MustCite, text: str, cited: Sequence[Citation]) -> bool:
    """Whether a sentence cites what the rule wants, or is none that the rule speaks of."""
    if not matches(rule.pattern, text):
        return True
    wanted = rule.source
    if wanted is None:
        return bool(cited)
    return any(
        matches(wanted, place, undecided=False) for citation in cited for place in _places(citation)
    )


def _places(citation: Citation) -> Iterator[str]:
    """Titles and addresses of what is cited; a path may be from several documents."""
    yield from (citation.title, citation.uri or "")
    for hop in citation.hops:
        yield from (hop.title, hop.uri or "")


def _says_numbers(claim: CheckedClaim, cited: Sequence[Citation]) -> bool:
    statement = Claim(claim.text, claim.start, claim.end).statement
    return not missing(statement, "\n".join(f"{c.title}\n{c.text}" for c in cited))


def _strangers(
    claim: CheckedClaim, cited: Sequence[Citation], evidence: Sequence[Evidence], question: str
) -> bool:
    """Whether a sentence names somebody of whom neither evidence nor question speaks."""
    statement = Claim(claim.text, claim.start, claim.end).statement
    if in_another_language(statement, [citation.text for citation in cited]):
        return False
    texts = [f"{item.title}\n{item.context}\n{item.text}" for item in evidence]
    return bool(unsaid_names(statement, texts, question))
