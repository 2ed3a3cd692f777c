"""The mean of several trained models: `python -m service.tuning.average DIR DIR... --out DIR`.

Models that come from one another often do better together than each alone, at the cost of one
(model soups; Wortsman et al., 2022).
"""

import argparse
import shutil
from collections.abc import Sequence
from pathlib import Path

import torch
from safetensors.torch import load_file, save_file

from indexes.embedding.added import WEIGHTS, read_tokens
from knowledge.errors import InvalidInputError


def average(folders: Sequence[Path], out: Path) -> None:
    """Write a model whose every weight is the mean of those of the models in `folders`.

    Raises:
        InvalidInputError: the models have other tokens or weights than the first.
    """
    models = [load_file(folder / WEIGHTS) for folder in folders]
    first = {name: weight.shape for name, weight in models[0].items()}
    for folder, model in zip(folders, models, strict=True):
        same = {name: weight.shape for name, weight in model.items()} == first
        if not same or read_tokens(folder) != read_tokens(folders[0]):
            raise InvalidInputError(
                f"{folder} has other tokens or weights than {folders[0]}; only models that were "
                "trained from one another can be averaged"
            )
    shutil.copytree(folders[0], out, dirs_exist_ok=True)
    mean = {
        name: torch.stack([model[name].float() for model in models]).mean(0).to(weight.dtype)
        for name, weight in models[0].items()
    }
    save_file(mean, out / WEIGHTS, metadata={"format": "pt"})


def main() -> None:
    """Average the models that are named."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folders", type=Path, nargs="+")
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    average(options.folders, options.out)


if __name__ == "__main__":
    main()
