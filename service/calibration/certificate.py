"""What was certified about a collection's answers, and what it is bound to. A file of JSON.

The promise: with probability `confidence` over the choice of the labelled cases, at most a share
`risk` of the answers that pass `threshold` is wrong, for questions like those cases.
"""

import json
from pathlib import Path
from typing import Any, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from knowledge.errors import InvalidInputError
from service.answer import Guarantee
from service.calibration.scale import IDENTITY, Scale

FOLDER = "certificates"
# Constants that are named when they have changed; an upgrade may change many.
_NAMED = 5


class Binding(BaseModel):
    """What a certificate holds for; a change of any of it ends the promise.

    Attributes:
        state: of the collection, as `id:sequence`; empty for sources that callers give.
        models: what answers, with a digest of each model's weights.
        settings: those that change answers.
        constants: of the code that answers: windows, thresholds, words. Certificates of earlier
            versions have none.
    """

    model_config = ConfigDict(frozen=True)

    state: str
    models: dict[str, str]
    settings: dict[str, Any]
    constants: dict[str, str] = {}

    def changes(self, now: "Binding") -> list[str]:
        """What is different now, each as a sentence."""
        found = []
        if self.state != now.state:
            found.append("the collection has changed since it was calibrated")
        for part, before, after in (
            ("model", self.models, now.models),
            ("setting", self.settings, now.settings),
        ):
            found += [
                f"the {part} '{name}' was {before.get(name)!r} and is {after.get(name)!r}"
                for name in sorted({*before, *after})
                if before.get(name) != after.get(name)
            ]
        return found + self._changed_constants(now)

    def same_answers(self, now: "Binding") -> bool:
        """Whether scores still mean what they meant: models, settings and code are the same."""
        return (self.models, self.settings, self.constants) == (
            now.models, now.settings, now.constants,
        )  # fmt: skip

    def _changed_constants(self, now: "Binding") -> list[str]:
        before, after = self.constants, now.constants
        if after and not before:
            return ["it was made by an earlier version, which kept no constants of its code"]
        changed = [n for n in sorted({*before, *after}) if before.get(n) != after.get(n)]
        found = [
            f"Footing's own {name} was {before.get(name, 'absent')} and is "
            f"{after.get(name, 'absent')}"
            for name in changed[:_NAMED]
        ]
        rest = len(changed) - len(found)
        return [*found, f"{rest} more of Footing's own constants have changed"] if rest else found


class Certificate(BaseModel):
    """The outcome of a calibration.

    Attributes:
        collection: its name; None for answers from sources that callers give.
        certified: whether a threshold was certified; if not, only the scales are of use.
        threshold: least calibrated support that is released.
        cases, answered, errors: of the part that certified: all of it, what passed the threshold,
            and what of that was wrong.
        scales: from support to probability, by language; `all` for every other language.
        reference: sorted values of the drift statistics among the cases.
        by_lang: `{language: {cases, answered, errors}}` at the threshold.
    """

    model_config = ConfigDict(frozen=True)

    version: int = 1
    collection: str | None
    certified: bool
    risk: float = Field(gt=0, lt=1)
    confidence: float = Field(gt=0, lt=1)
    threshold: float = Field(ge=0, le=1)
    cases: int
    answered: int
    errors: int
    scales: dict[str, Scale]
    binding: Binding
    reference: dict[str, list[float]] = {}
    by_lang: dict[str, dict[str, int]] = {}
    source: str = ""
    created: str = ""

    def scale(self, language: str) -> Scale:
        """The map for questions in a language."""
        return self.scales.get(language, self.scales.get("all", IDENTITY))

    def guarantee(self, reasons: list[str]) -> Guarantee:
        """The promise as an answer carries it; `reasons` say why it does not hold, if so."""
        return Guarantee(
            risk=self.risk,
            confidence=self.confidence,
            cases=self.cases,
            answered=self.answered,
            errors=self.errors,
            valid=not reasons,
            reasons=reasons,
        )

    def save(self, data: Path) -> Path:
        """Write it into the data directory, in place of an earlier one, whole or not at all."""
        path = path_of(data, self.collection)
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_suffix(".part")
        part.write_text(self.model_dump_json(indent=1), "utf-8")
        return part.replace(path)

    @classmethod
    def load(cls, path: Path) -> Self:
        """Read a certificate; raises `InvalidInputError` for a file that is none."""
        try:
            return cls.model_validate(json.loads(path.read_text("utf-8")))
        except (OSError, ValueError, ValidationError) as error:
            raise InvalidInputError(
                f"{path} is not a certificate that this version can read; run `footing calibrate` "
                "again, or delete the file."
            ) from error


def path_of(data: Path, collection: str | None) -> Path:
    """Where the certificate of a collection lies, or that of given sources."""
    name = "given sources" if collection is None else f"collection {collection}"
    return data / FOLDER / f"{name}.json"
