"""Settings become generators, and what was certified with one does not hold for another."""

import json
from pathlib import Path

import pytest

from indexes.embedding.hashing import HashingEmbedder
from indexes.model_files import identify_folder
from knowledge.errors import InvalidInputError, ModelUnavailableError
from service.bootstrap import make_standards, model_digests, open_store
from service.bootstrap_generators import make_writers
from service.config import Settings
from service.generators.base import Sampling
from service.generators.fallback import FallbackGenerator
from service.generators.prompts.examples import FILE_NAME

SERVED = {"generator": "openai", "model": "m", "openai_base_url": "http://127.0.0.1:9/v1",
          "reader": "sentences"}  # fmt: skip


def _make(**settings):
    return make_writers(Settings(**settings), HashingEmbedder()).generator


def test_each_generator_by_its_name():
    assert _make(reader="sentences").name == "extractive/sentences"
    served = _make(**SERVED)
    assert isinstance(served, Sampling)
    assert (served.name, served.revises) == ("openai/m", True)
    with pytest.raises(ModelUnavailableError, match="'no-such-model' cannot be loaded"):
        _make(generator="transformers", model="no-such-model")


def test_with_something_to_stand_in_the_name_is_still_that_of_the_model():
    generator = _make(**SERVED, generator_fallback="extractive")
    assert isinstance(generator, FallbackGenerator)
    assert generator.name == "openai/m"


def test_wrong_examples_are_said_at_the_start_unless_none_are_wanted(tmp_path):
    (tmp_path / FILE_NAME).write_text("{}")
    with pytest.raises(InvalidInputError, match="line 1"):
        _make(**SERVED, data=tmp_path)
    assert _make(**SERVED, data=tmp_path, few_shot=0).name == "openai/m"


@pytest.mark.parametrize(
    "change",
    [
        {"model": "other"}, {"few_shot": 0}, {"temperature": 0.5}, {"max_new_tokens": 64},
        {"context_tokens": 8192}, {"openai_base_url": "http://127.0.0.1:10/v1"},
        {"generator_fallback": "extractive"}, {"generator": "extractive"},
    ],
)  # fmt: skip
def test_another_way_to_write_is_another_thing_to_certify(tmp_path, change):
    store = open_store(tmp_path)
    before, now = (
        make_standards(Settings(data=tmp_path, **settings), store).binding("default")
        for settings in (SERVED, {**SERVED, **change})
    )
    assert not before.same_answers(now)
    store.close()


def test_what_no_language_model_uses_does_not_matter_to_the_default(tmp_path):
    store = open_store(tmp_path)
    before, now = (
        make_standards(Settings(data=tmp_path, **settings), store).binding("default")
        for settings in ({}, {"few_shot": 0, "max_new_tokens": 64})
    )
    assert before.same_answers(now)
    store.close()


def test_examples_of_ones_own_are_part_of_what_is_certified(tmp_path):
    settings = Settings(data=tmp_path, **SERVED)
    before = model_digests(settings)
    row = {"question": "When?", "evidence": ["In 1932."], "answer": None}
    (tmp_path / FILE_NAME).write_text(json.dumps(row))
    assert model_digests(settings) != before


@pytest.mark.parametrize("setting", ["embedder", "reranker"])
def test_other_weights_in_the_folder_of_a_model_are_another_model(tmp_path, setting):
    weights = tmp_path / "model.safetensors"
    weights.write_bytes(b"one")
    before = model_digests(Settings(data=tmp_path, **{setting: str(tmp_path)}))
    weights.write_bytes(b"two")
    assert model_digests(Settings(data=tmp_path, **{setting: str(tmp_path)})) != before


@pytest.mark.parametrize("kind", ["reader", "checker"])
@pytest.mark.parametrize("file", ["config.json", "tokens.txt", "tokenizer.json"])
def test_other_words_or_labels_in_the_folder_of_a_model_are_another_model(tmp_path, kind, file):
    (tmp_path / "model.safetensors").write_bytes(b"one")
    before = model_digests(Settings(data=tmp_path, **{kind: str(tmp_path)}))
    (tmp_path / file).write_text("{}")
    assert model_digests(Settings(data=tmp_path, **{kind: str(tmp_path)})) != before


def test_another_second_opinion_is_another_model_where_it_is_asked(tmp_path, monkeypatch):
    asked, unasked = Settings(**SERVED), Settings(**SERVED, second_opinion="none")
    before = [model_digests(settings) for settings in (asked, unasked, Settings())]
    (tmp_path / "second_opinion.json").write_text("{}")
    monkeypatch.setattr("service.calibration.logistic.files", lambda _: tmp_path)
    after = [model_digests(settings) for settings in (asked, unasked, Settings())]
    assert [x != y for x, y in zip(before, after, strict=True)] == [True, False, False]


def test_the_embedder_that_ships_is_known_by_its_weights(tmp_path, monkeypatch):
    before = model_digests(Settings())
    monkeypatch.setattr("indexes.embedding.shipped.FOLDER", tmp_path)
    for name in ("tokens.txt", "model.safetensors"):
        (tmp_path / name).write_bytes(b"other")
    assert model_digests(Settings()) != before


def test_a_folder_of_weights_is_known_by_what_its_files_hold(tmp_path):
    def digest(**files: bytes) -> str:
        folder = Path(tmp_path) / "model"
        folder.mkdir(exist_ok=True)
        for name, content in files.items():
            (folder / f"{name}.safetensors").write_bytes(content)
        return identify_folder(str(folder))

    first = digest(a=b"x" * 300_000)
    assert digest(a=b"x" * 300_000) == first
    assert digest(a=b"y" * 300_000) != first
    assert digest(a=b"x" * 300_000, b=b"") != first
    assert identify_folder("a/hub-name").startswith("a/hub-name ")
