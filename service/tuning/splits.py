"""Which part of a set is for what: training, calibrating, measuring. Split by text."""

from collections.abc import Collection, Sequence
from typing import Any, Literal

Part = Literal["train", "calibrate", "measure"]
AnyPart = Part | Literal["all"]
# Of every four articles, in the order of their titles: two train, one calibrates, one measures.
_PARTS: tuple[Part, ...] = ("train", "train", "calibrate", "measure")


def articles_of(part: Part, titles: Sequence[str]) -> frozenset[str]:
    """The articles of a part."""
    return frozenset(t for n, t in enumerate(sorted(set(titles))) if _PARTS[n % 4] == part)


def rows_of(part: Part, rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """The rows of a part, by their `title`."""
    chosen = articles_of(part, [row["title"] for row in rows])
    return [row for row in rows if row["title"] in chosen]


def is_in(part: AnyPart, n: int, calibrating: Collection[int] = ()) -> bool:
    """Whether the n-th text of a set written for this project belongs to a part.

    Args:
        part: the part that is asked for.
        n: the place of the text. Of every ten the first measures.
        calibrating: which others of ten calibrate; the rest trains.
    """
    place = n % 10
    own = "measure" if place == 0 else "calibrate" if place in calibrating else "train"
    return part in ("all", own)
