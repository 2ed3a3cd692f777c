"""Writes the page of a run: one file, whole or not at all, that asks nothing of the network."""

import base64
import hashlib
import re
from importlib.resources import files
from pathlib import Path

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from service.evaluation.report.page import make_page
from service.evaluation.report.wording import language
from service.evaluation.runs.folder import REPORT, write_atomically

_LANGUAGE_CODE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")


def write_report(folder: Path) -> Path:
    """Write `report.html` of a run, finished or interrupted, and say where it is.

    The rows are read one at a time; only the worst are kept.

    Args:
        folder: of the run, with `run.jsonl` and, when the run is finished, `summary.json`.

    Raises:
        InvalidInputError: there is no run in the folder, or one of its files is damaged.
    """
    style, script = _part("style.css"), _part("print.js")
    page = make_page(folder)
    html = (
        _environment()
        .get_template("report.html")
        .render(
            page=page,
            style=Markup(style),  # noqa: S704 - a file of this package
            script=Markup(script),  # noqa: S704 - a file of this package
            script_hash=_hash(script),
        )
    )
    path = folder / REPORT
    # A lone surrogate in a row would end the writing; it is shown as a replacement instead.
    write_atomically(path, html.encode("utf-8", "replace"))
    return path


def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("service.evaluation.report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["language"] = language
    environment.filters["lang_attribute"] = _lang_attribute
    return environment


def _lang_attribute(code: str) -> str:
    """A language code as HTML wants it; "" for what is none."""
    if not _LANGUAGE_CODE.fullmatch(code):
        return ""
    return "zh-Hans" if code == "zh" else code


def _part(name: str) -> str:
    return files("service.evaluation.report").joinpath("templates", name).read_text("utf-8")


def _hash(script: str) -> str:
    """The script's hash for the page's content security policy."""
    return "sha256-" + base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
