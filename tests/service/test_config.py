"""Where settings come from: defaults, files, environment, command line, the later the stronger."""

from pathlib import Path

import pytest

from knowledge.errors import InvalidInputError
from service.config import LoadedSettings, Settings


@pytest.fixture(autouse=True)
def _working_directory(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)


def test_defaults():
    loaded = LoadedSettings.load(environment={})
    assert loaded.settings == Settings()
    assert set(loaded.origins.values()) == {"default"}
    assert set(loaded.origins) == set(Settings.model_fields)


def test_each_source_overrides_the_one_before(tmp_path):
    (tmp_path / "footing.toml").write_text("queue = 1\ntop_k = 1\nthreads = 1\nport = 1")
    data = tmp_path / "kb"
    data.mkdir()
    (data / "footing.toml").write_text("top_k = 2\nthreads = 2\nport = 2")
    loaded = LoadedSettings.load(
        environment={"FOOTING_THREADS": "3", "FOOTING_PORT": "3"},
        overrides={"port": 4, "data": data, "host": None},
    )
    s = loaded.settings
    assert (s.queue, s.top_k, s.threads, s.port, s.host) == (1, 2, 3, 4, "127.0.0.1")
    origins = loaded.origins
    assert origins["queue"] == "footing.toml"
    assert origins["top_k"] == str(data / "footing.toml")
    assert origins["threads"] == "FOOTING_THREADS"
    assert origins["port"] == origins["data"] == "command line"
    assert origins["host"] == "default"


@pytest.mark.parametrize("named_by", ["environment", "working directory", "command line"])
def test_the_file_in_the_data_directory_is_found_however_the_directory_is_named(tmp_path, named_by):
    data = tmp_path / "kb"
    data.mkdir()
    (data / "footing.toml").write_text("top_k = 3")
    if named_by == "working directory":
        (tmp_path / "footing.toml").write_text('data = "kb"')
    loaded = LoadedSettings.load(
        environment={"FOOTING_DATA": "kb"} if named_by == "environment" else {},
        overrides={"data": Path("kb")} if named_by == "command line" else {},
    )
    assert loaded.settings.top_k == 3
    assert loaded.settings.data == Path("kb")


def test_the_same_directory_for_work_and_data_reads_its_file_once(tmp_path):
    (tmp_path / "footing.toml").write_text("top_k = 3")
    loaded = LoadedSettings.load(environment={"FOOTING_DATA": "."})
    assert loaded.origins["top_k"] == "footing.toml"


def test_an_empty_variable_counts_as_absent():
    loaded = LoadedSettings.load(environment={"FOOTING_PORT": "", "FOOTING_RERANKER": ""})
    assert loaded.settings.port == 8000
    assert loaded.settings.reranker is None


@pytest.mark.parametrize(
    ("variable", "value", "named"),
    [
        ("FOOTING_PORT", "abc", "port"),
        ("FOOTING_PORT", "65536", "port"),
        ("FOOTING_THRESHOLD", "1.5", "threshold"),
        ("FOOTING_DEADLINE_S", "0", "deadline_s"),
        ("FOOTING_QUEUE", "0", "queue"),
        ("FOOTING_LOG", "loud", "log"),
        ("FOOTING_GENERATOR", "oracle", "generator"),
        ("FOOTING_MAX_NEW_TOKENS", "0", "max_new_tokens"),
        ("FOOTING_CONTEXT_TOKENS", "10", "context_tokens"),
        ("FOOTING_TEMPERATURE", "-1", "temperature"),
        ("FOOTING_FEW_SHOT", "-1", "few_shot"),
        ("FOOTING_GENERATOR_TIMEOUT_S", "0", "generator_timeout_s"),
        ("FOOTING_GENERATOR_FALLBACK", "pray", "generator_fallback"),
        ("FOOTING_GENERATOR_QUANTIZE", "1bit", "generator_quantize"),
        ("FOOTING_OPENAI_BASE_URL", "127.0.0.1:11434", "openai_base_url"),
        ("FOOTING_OPENAI_BASE_URL", "http://user:pass@host/v1", "openai_base_url"),
    ],
)
def test_an_error_names_the_setting_and_where_it_came_from(variable, value, named):
    with pytest.raises(InvalidInputError) as caught:
        LoadedSettings.load(environment={variable: value})
    assert f"setting '{named}' (from {variable})" in caught.value.message
    assert "footing doctor" in caught.value.message


def test_every_wrong_setting_is_reported_at_once():
    with pytest.raises(InvalidInputError) as caught:
        LoadedSettings.load(environment={"FOOTING_PORT": "x"}, overrides={"top_k": 0})
    assert "'port' (from FOOTING_PORT)" in caught.value.message
    assert "'top_k' (from command line)" in caught.value.message


def test_an_unknown_setting_in_a_file_is_an_error(tmp_path):
    (tmp_path / "footing.toml").write_text("treshold = 0.5")
    with pytest.raises(InvalidInputError, match=r"'treshold' \(from footing.toml\)"):
        LoadedSettings.load(environment={})


@pytest.mark.parametrize("content", [b"port = ", b"\xff\xfe", "port：1".encode()])
def test_a_file_that_is_not_toml_is_named(tmp_path, content):
    (tmp_path / "footing.toml").write_bytes(content)
    with pytest.raises(InvalidInputError, match=r"footing\.toml cannot be read as TOML"):
        LoadedSettings.load(environment={})


def test_the_environment_of_the_process_is_read_by_default(monkeypatch):
    monkeypatch.setenv("FOOTING_TOP_K", "5")
    assert LoadedSettings.load().settings.top_k == 5


@pytest.mark.parametrize(
    ("given", "missing"),
    [
        ({"FOOTING_GENERATOR": "transformers"}, "set FOOTING_MODEL to its name or folder"),
        ({"FOOTING_GENERATOR": "openai"}, "set FOOTING_MODEL to its name on the server"),
        (
            {"FOOTING_GENERATOR": "openai", "FOOTING_MODEL": "m"},
            "set FOOTING_OPENAI_BASE_URL, for example to http://127.0.0.1:11434/v1",
        ),
    ],
)
def test_what_a_generator_needs_beside_its_name_is_said(given, missing):
    with pytest.raises(InvalidInputError, match=missing):
        LoadedSettings.load(environment=given)


def test_a_key_is_shown_nowhere():
    key = "sk-secret"
    loaded = LoadedSettings.load(environment={"FOOTING_OPENAI_API_KEY": key})
    assert loaded.settings.openai_api_key is not None
    assert loaded.settings.openai_api_key.get_secret_value() == key
    assert key not in f"{loaded!r} {loaded.settings} {loaded.model_dump_json()}"
