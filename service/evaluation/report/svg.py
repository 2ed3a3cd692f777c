"""Figures of matplotlib as SVG inside a page: small, deterministic, in the page's own colours.

Colours are names of CSS variables while a figure is drawn, so that one drawing serves light and
dark pages and print. Safe to call from several threads.
"""

import io
import re
from threading import Lock
from xml.etree.ElementTree import Element, SubElement, tostring

from defusedxml.ElementTree import fromstring  # type: ignore[import-untyped]
from markupsafe import Markup
from matplotlib import rc_context
from matplotlib.figure import Figure

# Colours that stand for variables of the style sheet; nothing else is drawn in them.
INK, MUTED, LINE, ACCENT, BAD = "#010101", "#020202", "#030303", "#040404", "#050505"
_VARIABLES = {
    INK: "var(--ink)",
    MUTED: "var(--muted)",
    LINE: "var(--line)",
    ACCENT: "var(--accent)",
    BAD: "var(--bad)",
}
_LOCK = Lock()  # matplotlib's settings belong to the process
_COLOUR = re.compile("|".join(_VARIABLES))
_FONT = re.compile(r"font-family:[^;]*;?\s*")
_HREF = "{http://www.w3.org/1999/xlink}href"
_REFERENCE = re.compile(r"url\(#([^)]+)\)")


def inline_svg(figure: Figure, name: str, title: str, description: str) -> Markup:
    """A figure as an `<svg>` element for an HTML page.

    Args:
        figure: what was drawn.
        name: prefix of its ids; must differ between the figures of a page.
        title: what it is, for screen readers.
        description: what there is to see, for screen readers.
    """
    drawn = io.StringIO()
    unsaid = {"Date": None, "Creator": None, "Format": None, "Type": None}
    with _LOCK, rc_context({"svg.fonttype": "none", "svg.hashsalt": "footing"}):
        figure.savefig(drawn, format="svg", transparent=True, metadata=unsaid)
    root: Element = fromstring(drawn.getvalue())
    _tidy(root, name)
    _describe(root, name, title, description)
    # Text is escaped by the serialiser; nothing here is taken over as markup.
    return Markup(tostring(root, encoding="unicode"))  # noqa: S704


def _tidy(root: Element, name: str) -> None:
    """Take out what a page does not need: name spaces, sizes, fonts, ids that nothing uses."""
    used = {e.get(_HREF, "").removeprefix("#") for e in root.iter()}
    used |= {m for e in root.iter() for m in _REFERENCE.findall(e.get("clip-path", ""))}
    for parent in list(root.iter()):
        for child in list(parent):
            if _plain(child.tag) in ("style", "metadata"):
                parent.remove(child)
    for element in root.iter():
        element.tag = _plain(element.tag)
        _rename(element, name, used)
        if "style" in element.attrib:
            style = _FONT.sub("", element.attrib["style"])
            element.set("style", _COLOUR.sub(lambda m: _VARIABLES[m.group()], style))
        element.text = (element.text or "").strip("\n ") or None
        element.tail = None
        if "d" in element.attrib:
            element.set("d", " ".join(element.attrib["d"].split()))
    for size in ("width", "height", "version"):
        root.attrib.pop(size, None)


def _rename(element: Element, name: str, used: set[str]) -> None:
    identity = element.attrib.pop("id", None)
    if identity in used:
        element.set("id", f"{name}-{identity}")
    target = element.attrib.pop(_HREF, None)
    if target:
        element.set("href", f"#{name}-{target.removeprefix('#')}")
    if "clip-path" in element.attrib:
        element.set("clip-path", _REFERENCE.sub(rf"url(#{name}-\1)", element.attrib["clip-path"]))


def _describe(root: Element, name: str, title: str, description: str) -> None:
    root.set("role", "img")
    root.set("aria-labelledby", f"{name}-title {name}-desc")
    root.set("class", "plot")
    for tag, text in (("desc", description), ("title", title)):
        element = SubElement(root, tag, id=f"{name}-{tag}")
        element.text = text
        root.remove(element)
        root.insert(0, element)


def _plain(tag: str) -> str:
    return tag.rpartition("}")[2]
