"""The rules that a file may hold; see docs/correction.md."""

from typing import Annotated, Any, Literal

import regex
from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from service.rules.patterns import MAX_PATTERN, compile_pattern


def _valid_pattern(pattern: str) -> str:
    try:
        compile_pattern(pattern)
    except regex.error as error:
        raise ValueError(f"not a regular expression: {error}") from error
    return pattern


Pattern = Annotated[
    str, Field(min_length=1, max_length=MAX_PATTERN), AfterValidator(_valid_pattern)
]


class _Rule(BaseModel):
    """What all rules have.

    Attributes:
        name: shown in traces.
        collections: those it holds for; by default all, and sources that callers give.
        enabled: whether it holds at all.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, populate_by_name=True)

    name: str = Field(min_length=1, max_length=100, pattern=r"^[^\x00-\x1f]+$")
    collections: list[str] | None = None
    enabled: bool = True

    def holds_for(self, collection: str | None) -> bool:
        """Whether it holds for a collection, or (None) for sources that a caller gives."""
        return self.enabled and (self.collections is None or collection in self.collections)


class MustCite(_Rule):
    """Sentences that match need a citation, if `source` is given one whose title or uri matches."""

    kind: Literal["must_cite"]
    pattern: Pattern
    source: Pattern | None = None


class NumbersInEvidence(_Rule):
    """Every number, date and amount of a sentence must stand in the evidence it cites."""

    kind: Literal["numbers_in_evidence"]


class NamesInEvidence(_Rule):
    """Of every full name of a sentence a part must stand in the evidence or the question."""

    kind: Literal["names_in_evidence"]


class Forbidden(_Rule):
    """Questions that match are refused; sentences that match are withheld.

    Attributes:
        where: what is looked at.
        text: said in place of "I don't know" to a question that is refused.
    """

    kind: Literal["forbidden"]
    pattern: Pattern
    where: Literal["question", "sentence", "both"] = "both"
    text: str | None = Field(None, min_length=1, max_length=2000)


class Disclaimer(_Rule):
    """A text that goes with answers, if `pattern` is given to those whose question or text match.

    Attributes:
        where: what is looked at.
    """

    kind: Literal["disclaimer"]
    text: str = Field(min_length=1, max_length=2000)
    pattern: Pattern | None = None
    where: Literal["question", "answer", "both"] = "both"


Rule = Annotated[
    MustCite | NumbersInEvidence | NamesInEvidence | Forbidden | Disclaimer,
    Field(discriminator="kind"),
]


class RuleFile(BaseModel):
    """A file of rules, in the order in which they are tried."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    rules: list[Rule] = Field(max_length=500)

    def model_post_init(self, context: Any, /) -> None:  # noqa: ANN401 - pydantic's signature
        """Refuse names that are used twice: a trace must say which rule it was."""
        names = [rule.name for rule in self.rules]
        twice = sorted({name for name in names if names.count(name) > 1})
        if twice:
            raise ValueError(f"the name '{twice[0]}' is used twice; every rule needs its own.")
