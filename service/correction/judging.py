"""Judges the drafts of one question: checker, samples, rules, and the decision of gate 2."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from knowledge.types import Evidence
from service.abstention import decide
from service.answer import CheckedClaim, Citation
from service.calibration.standards import Standard
from service.checking import Checking, cited, numbered
from service.claims import Claim, split_claims
from service.correction.agreement import agreement, lowered
from service.correction.attempt import Attempt
from service.correction.disputes import Dispute, OtherSide, find_dispute
from service.generators.base import Draft
from service.generators.second_opinion import SecondOpinion
from service.groundedness.base import Judgement
from service.rules.ruleset import Ruleset
from service.searching import Found
from service.trace import Trace, counted


@dataclass(frozen=True, slots=True)
class Judging:
    """What the drafts of one question are held to.

    Attributes:
        opinion: on whether a draft answers, where its generator does not say so itself.
        samples: texts of further drafts, for agreement.
        trim: whether sentences that fail may be left out of an answer.
        disputes: whether sources that disagree are shown side by side.
    """

    checking: Checking
    found: Found
    standard: Standard
    rules: Ruleset
    trace: Trace
    opinion: SecondOpinion | None = None
    samples: Sequence[str] = ()
    trim: bool = True
    disputes: bool = True

    def judge(self, draft: Draft, evidence: Sequence[Evidence]) -> Attempt:
        """Check every sentence of a draft.

        Raises:
            DeadlineExceededError: by the question's `check`.
        """
        claims = split_claims(draft.text)
        with self.trace.timed("check") as note:
            judgements = self._judged(claims, evidence)
            note.detail = _verdicts(judgements)
        judgements = self._heard(claims, judgements)
        return self._attempt(draft, evidence, claims, judgements)

    def rejudge(self, attempt: Attempt, evidence: Sequence[Evidence]) -> Attempt:
        """Check the sentences that failed once more, against more evidence.

        Args:
            attempt: with sentences that failed.
            evidence: begins with what the attempt was judged by.
        """
        failed = attempt.failed
        claims = [attempt.claims[i] for i in failed]
        again = self._heard(claims, self._judged(claims, evidence))
        judgements = list(attempt.judgements)
        for position, judgement in zip(failed, again, strict=True):
            judgements[position] = judgement
        draft = replace(attempt.draft, answerability=None) if attempt.weighed else attempt.draft
        return self._attempt(draft, evidence, attempt.claims, judgements)

    def _weighed(
        self,
        draft: Draft,
        checked: Sequence[CheckedClaim],
        judgements: Sequence[Judgement | None],
        evidence: Sequence[Evidence],
    ) -> Draft:
        """The draft with how likely what may be released of it answers the question."""
        kept = [
            (Claim(claim.text, claim.start, claim.end).statement, cited(judgement, draft.stands_on))
            for claim, judgement in zip(checked, judgements, strict=True)
            if judgement and claim.verdict == "supported"
        ]
        if self.opinion is None or not kept or draft.answerability is not None:
            return draft
        statements = [statement for statement, _ in kept]
        read = [evidence[i] for i in sorted({i for _, places in kept for i in places})]
        with self.trace.timed("opinion") as note:
            likely = self.opinion.answerability(self.found.question, read, statements)
            note.detail = f"by what the reader finds, the draft answers with chance {likely:.2f}"
        return replace(draft, answerability=likely)

    def _judged(
        self, claims: Sequence[Claim], evidence: Sequence[Evidence]
    ) -> list[Judgement | None]:
        return self.checking.judge(claims, evidence, self.found.question.check)

    def _heard(
        self, claims: Sequence[Claim], judgements: Sequence[Judgement | None]
    ) -> list[Judgement | None]:
        """The judgements after the samples were heard."""
        if not self.samples or not claims:
            return list(judgements)
        with self.trace.timed("samples") as note:
            shares = agreement(claims, self.samples, self._judged)
            stated = [s for s, j in zip(shares, judgements, strict=True) if j is not None]
            least = f"{min(stated):.2f}" if stated else "none"
            note.detail = (
                f"compared with {counted(len(self.samples), 'sample')}; least agreement {least}"
            )
        return [
            lowered(judgement, share) if judgement else None
            for judgement, share in zip(judgements, shares, strict=True)
        ]

    def _attempt(
        self,
        draft: Draft,
        evidence: Sequence[Evidence],
        claims: Sequence[Claim],
        judgements: Sequence[Judgement | None],
    ) -> Attempt:
        disputes = self._disputes(claims, judgements, evidence)
        ruled = self._beside(draft, claims, judgements, evidence, disputes)
        if silent := {i for i, side in ruled.sides.items() if side.verdict != "supported"}:
            # Whose other side a rule withholds is no dispute: what the checker said of it holds.
            disputes = {i: dispute for i, dispute in disputes.items() if i not in silent}
            ruled = self._beside(draft, claims, judgements, evidence, disputes)
        self._tell(ruled.broken)
        checked = ruled.checked
        answering = self._weighed(draft, checked, ruled.judgements, evidence)
        decision = decide(
            checked,
            answering.answerability,
            self.standard.threshold,
            self.standard.scale,
            trim=self.trim and not draft.linked,
        )
        return Attempt(
            answering, evidence, claims, judgements, checked, ruled.citations, decision,
            {i: OtherSide(side) for i, side in ruled.sides.items()},
            tuple(dict.fromkeys(ruled.broken)), weighed=answering is not draft,
        )  # fmt: skip

    def _beside(
        self,
        draft: Draft,
        claims: Sequence[Claim],
        judgements: Sequence[Judgement | None],
        evidence: Sequence[Evidence],
        disputes: Mapping[int, Dispute],
    ) -> "_Ruled":
        """The claims with their citations after the rules, the disputed ones with other sides."""
        weighed = [disputes[i].judgement if i in disputes else j for i, j in enumerate(judgements)]
        # The other sides are numbered along, behind the draft's own claims.
        order = sorted(disputes)
        everything, citations = numbered(
            [*claims, *(disputes[i].quote for i in order)],
            [*weighed, *(disputes[i].other for i in order)],
            evidence,
            draft.stands_on,
        )
        checked, broken = self._ruled(everything, citations, evidence)
        sides = dict(zip(order, checked[len(claims) :], strict=True))
        return _Ruled(weighed, checked[: len(claims)], citations, sides, broken)

    def _disputes(
        self,
        claims: Sequence[Claim],
        judgements: Sequence[Judgement | None],
        evidence: Sequence[Evidence],
    ) -> dict[int, Dispute]:
        if not self.disputes:
            return {}
        with self.trace.timed("disputes") as note:
            found = {
                i: dispute
                for i, (claim, judgement) in enumerate(zip(claims, judgements, strict=True))
                if (dispute := find_dispute(claim, judgement, evidence, self._judged))
            }
            if found:
                note.detail = f"sources disagree about {counted(len(found), 'sentence')}"
        return found

    def _ruled(
        self,
        claims: Sequence[CheckedClaim],
        citations: Sequence[Citation],
        evidence: Sequence[Evidence],
    ) -> tuple[list[CheckedClaim], list[str]]:
        """Claims after the rules, and the rules that each broke: those have no support at all."""
        names: list[str] = []
        ruled = []
        for claim in claims:
            broken: tuple[str, ...] = ()
            if claim.verdict == "supported":
                asked = self.found.question.text
                broken = self.rules.broken(claim, citations, evidence, asked)
            names += broken
            ruled.append(
                claim.model_copy(update={"verdict": "unsupported", "support": 0.0})
                if broken
                else claim
            )
        return ruled, names

    def _tell(self, broken: Sequence[str]) -> None:
        if broken:
            names = ", ".join(dict.fromkeys(broken))
            self.trace.say("rules", f"{counted(len(broken), 'sentence')} against {names}")


@dataclass(frozen=True, slots=True)
class _Ruled:
    """Claims after disputes and rules; `sides` by the position of the claim they speak against."""

    judgements: Sequence[Judgement | None]
    checked: list[CheckedClaim]
    citations: list[Citation]
    sides: Mapping[int, CheckedClaim]
    broken: Sequence[str]


def _verdicts(judgements: Sequence[Judgement | None]) -> str:
    verdicts = [judgement.verdict for judgement in judgements if judgement]
    if not verdicts:
        return "the draft states nothing that can be checked"
    counts = [
        f"{verdicts.count(name)} {name}"
        for name in ("supported", "contradicted", "unsupported")
        if name in verdicts
    ]
    return f"{counted(len(verdicts), 'sentence')}: {', '.join(counts)}"
