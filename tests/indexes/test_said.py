"""How much of a question one passage says."""

import pytest

from indexes.said import share_said
from knowledge.types import Chunk


def chunk(text: str, title: str = "") -> Chunk:
    return Chunk(1, "d", 0, 0, len(text), text, title, None)


@pytest.mark.parametrize(
    ("question", "passages", "share"),
    [
        ("Who built the bridge?", [("The bridge was built by Ann.", "")], 1.0),
        ("Who built the bridge?", [("Built by Ann.", "Bridge")], 1.0),
        ("Who built the bridge?", [("Nothing here.", "")], 0.0),
        ("Who built the bridge?", [], 0.0),
        ("桥是谁建的？", [("安建了桥。", "")], 1.0),
        ("?", [("Nothing.", "")], 1.0),
    ],
)
def test_the_best_passage_counts_with_its_title(question, passages, share):
    assert share_said(question, [chunk(text, title) for text, title in passages]) == share


def test_what_two_passages_say_together_does_not_count():
    apart = [chunk("A bridge."), chunk("Built by Ann.")]
    assert 0 < share_said("Who built the bridge?", apart) < 1
