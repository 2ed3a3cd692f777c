"""Every protocol by name."""

from collections.abc import Mapping

from service.evaluation.protocols.base import Recipe
from service.evaluation.protocols.others import SUMMEDITS, TWO_WIKI, WICE
from service.evaluation.protocols.questions import OPEN, RGB, SQUAD_OPEN

PROTOCOLS: Mapping[str, Recipe] = {
    recipe.name: recipe for recipe in (SQUAD_OPEN, OPEN, RGB, WICE, SUMMEDITS, TWO_WIKI)
}
