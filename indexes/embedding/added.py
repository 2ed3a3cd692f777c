"""Models that add tokens to the packaged encoder: which tokens, and their vectors behind its own.

Such a model is a folder with the tokens, one a line, and only those weights that differ from the
packaged ones.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from torch import Tensor

# The models that come with Footing.
SHIPPED = "shipped"
TOKENS = "tokens.txt"
WEIGHTS = "model.safetensors"


def read_tokens(folder: Path) -> list[str]:
    """The tokens that a model adds."""
    return (folder / TOKENS).read_text("utf-8").splitlines()


def write_tokens(tokens: Sequence[str], folder: Path) -> None:
    """Keep the tokens beside the weights."""
    (folder / TOKENS).write_text("\n".join(tokens) + "\n", "utf-8")


def joined(packaged: "Tensor", added: "Tensor", tokens: Sequence[str]) -> "Tensor":
    """One table of vectors, shape (n + len(tokens), d), of the type of the packaged ones.

    Args:
        packaged: shape (n, d).
        added: shape (len(tokens), d).
        tokens: what the added vectors are of.

    Raises:
        ValueError: there are not as many vectors as tokens.
    """
    import torch

    if len(tokens) != len(added):
        raise ValueError(f"{TOKENS} has {len(tokens)} tokens, its weights are for {len(added)}")
    return torch.cat([packaged, added.to(packaged.dtype)])
