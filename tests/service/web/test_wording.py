"""The one table of the interface's words: complete in both languages, and all of it used."""

import json
import re
from importlib.resources import files
from typing import Any, get_args

import pytest

from knowledge.types import EvidenceKind
from service.answer import AbstainReason, ThresholdOrigin, Verdict
from service.evaluation.jobs import Status

STATIC = files("service.web") / "static"
# Keys that scripts put together, such as `verdict.${claim.verdict}`.
BUILT = {
    "verdict.{}": get_args(Verdict),
    "verdict.{}.why": get_args(Verdict),
    "reason.{}": get_args(AbstainReason),
    "evidence.{}": get_args(EvidenceKind),
    "certificate.from.{}": get_args(ThresholdOrigin),
    "evaluation.{}": get_args(Status),
    "evaluation.task.{}": ("qa", "claims", "retrieval"),
    "upload.{}": ("added", "updated", "unchanged"),
    "appearance.{}": ("system", "light", "dark"),
    "feedback.{}": ("up", "down"),
    "chat.{}": ("send", "stop"),
    "check.against.{}": ("sources", "collection"),
}


@pytest.fixture(scope="module")
def table() -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = json.loads((STATIC / "wording.json").read_text("utf-8"))
    return found


@pytest.fixture(scope="module")
def scripts() -> str:
    folders = [STATIC / "scripts"]
    texts = []
    while folders:
        for entry in folders.pop().iterdir():
            if entry.is_dir():
                folders.append(entry)
            else:
                texts.append(entry.read_text("utf-8"))
    return "\n".join(texts)


def _forms(phrase: str | dict[str, str]) -> list[str]:
    return list(phrase.values()) if isinstance(phrase, dict) else [phrase]


def test_every_phrase_is_there_in_both_languages(table):
    for key, phrases in table.items():
        assert set(phrases) == {"en", "zh"}, key
        for language, phrase in phrases.items():
            for form in _forms(phrase):
                assert form.strip(), (key, language)


def test_both_languages_fill_in_the_same_values(table):
    for key, phrases in table.items():
        wanted = [
            {frozenset(re.findall(r"\{(\w+)\}", form)) for form in _forms(phrase)}
            for phrase in phrases.values()
        ]
        assert wanted[0] == wanted[1], key


def test_english_plurals_have_a_form_for_every_number(table):
    for key, phrases in table.items():
        if isinstance(phrases["en"], dict):
            assert set(phrases["en"]) == {"one", "other"}, key


def test_chinese_phrases_are_chinese(table):
    names = {"figure.f1", "figure.auroc", "figure.mrr@10"}
    for key, phrases in table.items():
        if key not in names:
            text = "".join(_forms(phrases["zh"]))
            assert re.search(r"[\u4e00-\u9fff]", text), key


def test_every_phrase_that_a_script_says_is_in_the_table(table, scripts):
    said = set(re.findall(r'(?:say|section)\("([^"$]+)"', scripts))
    assert len(said) > 60
    assert said <= set(table)
    for pattern, values in BUILT.items():
        for value in values:
            assert pattern.format(value) in table


def test_no_phrase_is_left_over(table, scripts):
    built = {pattern.format(value) for pattern, values in BUILT.items() for value in values}
    for key in set(table) - built:
        assert f'"{key}"' in scripts or key.startswith("figure."), key


def test_every_figure_has_a_name(table, scripts):
    listed = re.search(r"FIGURES = \{(.*?)\};", scripts, re.DOTALL)
    assert listed
    names = re.findall(r'"([^"]+)"', listed[1])
    assert {f"figure.{name}" for name in names} == {k for k in table if k.startswith("figure.")}
