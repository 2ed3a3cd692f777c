"""What is compared: the settings of each arm, every arm with all of the one before it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Arm:
    """One way of answering.

    Attributes:
        name: of the folder of its run.
        title: for people.
        settings: that differ from the user's.
    """

    name: str
    title: str
    settings: Mapping[str, Any]


_PLAIN = {
    "second_opinion": "none",
    "few_shot": 0,
    "correction_rounds": 0,
    "samples": 1,
    "cache_size": 0,
}
_SECONDED = {**_PLAIN, "second_opinion": "reader"}
_FEW_SHOT = {**_SECONDED, "few_shot": 3}
_CORRECTED = {**_FEW_SHOT, "correction_rounds": 2}
_SAMPLED = {**_CORRECTED, "samples": 3}
# The first is read twice: what was drafted is what checking off would have released.
ARMS = (
    Arm("plain", "checking on", _PLAIN),
    Arm("opinion", "+ second opinion", _SECONDED),
    Arm("few-shot", "+ few-shot", _FEW_SHOT),
    Arm("correction", "+ correction", _CORRECTED),
    Arm("samples", "+ samples", _SAMPLED),
)
