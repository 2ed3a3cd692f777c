"""The compose files: settings that Footing knows, and addresses that meet."""

from pathlib import Path
from typing import Any

import pytest
import yaml  # type: ignore[import-untyped]

from service.config import LoadedSettings

FOLDER = Path(__file__).parents[2] / "deploy"
FILES = sorted(FOLDER.glob("compose.*.yaml"))


@pytest.fixture(params=FILES, ids=[path.name for path in FILES])
def services(request: pytest.FixtureRequest) -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load(request.param.read_text("utf-8"))["services"]
    return found


def _filled(value: str) -> str:
    """A value with its variables, such as ${MODEL} or ${PORT:-8000}, given."""
    return value.replace("${MODEL}", "tiny").replace("${MODEL_KEY}", "secret")


def test_there_is_one_for_a_processor_and_one_for_a_gpu():
    assert [path.name for path in FILES] == ["compose.llama-cpp.yaml", "compose.vllm.yaml"]


def test_every_setting_is_one_that_footing_knows_and_they_fit_together(services, tmp_path):
    given = {k: _filled(v) for k, v in services["footing"]["environment"].items()}
    loaded = LoadedSettings.load({**given, "FOOTING_DATA": str(tmp_path)})
    known = {f"FOOTING_{name.upper()}" for name in type(loaded.settings).model_fields}
    assert set(given) <= known
    settings = loaded.settings
    assert (settings.generator, settings.model) == ("openai", "tiny")
    assert settings.generator_timeout_s < settings.deadline_s  # time is left to fall back
    assert settings.max_new_tokens < (settings.context_tokens or 0)


def test_footing_asks_the_server_that_runs_beside_it_for_the_model_that_it_serves(services):
    command = services["model"]["command"]
    port = command[command.index("--port") + 1]
    footing = services["footing"]["environment"]
    assert footing["FOOTING_OPENAI_BASE_URL"] == f"http://model:{port}/v1"
    name = {"--alias", "--served-model-name"}.intersection(command).pop()
    assert command[command.index(name) + 1] == footing["FOOTING_MODEL"]
    if "--api-key" in command:
        assert "MODEL_KEY" in command[command.index("--api-key") + 1]
        assert footing["FOOTING_OPENAI_API_KEY"] == "${MODEL_KEY}"
    assert "model" in services["footing"]["depends_on"]


def test_nothing_listens_to_the_world(services):
    assert all(p.startswith("127.0.0.1:") for p in services["footing"]["ports"])
    assert "ports" not in services["model"]


def test_the_image_holds_every_package():
    copied = (FOLDER / "Dockerfile").read_text("utf-8")
    for package in ("knowledge", "indexes", "service"):
        assert f"COPY {package} {package}\n" in copied
