"""An embedding table in two parts: the packaged rows, which stay as they are, and new ones."""

import torch
from torch import Tensor, nn


class WideEmbedding(nn.Module):
    """Rows of a frozen table, then rows that are trained.

    Args:
        packaged: the frozen table, shape (n, d).
        added: the trained table, shape (m, d); its rows have the ids n to n + m - 1.
    """

    def __init__(self, packaged: Tensor, added: Tensor) -> None:
        super().__init__()
        self.packaged = nn.Parameter(packaged, requires_grad=False)
        self.added = nn.Parameter(added)

    def forward(self, ids: Tensor) -> Tensor:
        """Vectors of `ids`, any shape, with a last dimension d."""
        first = self.packaged.shape[0]
        new = ids >= first
        known = nn.functional.embedding(ids.masked_fill(new, 0), self.packaged)
        added = nn.functional.embedding((ids - first).clamp(min=0), self.added)
        return torch.where(new[..., None], added, known)
