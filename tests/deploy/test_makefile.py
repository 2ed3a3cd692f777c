"""`make run` and `make serve` pass on what was set by hand, and leave the rest to the settings."""

import os
import shlex
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
pytestmark = pytest.mark.skipif(not shutil.which("make"), reason="make is not installed")


def _served(*arguments: str, **environment: str) -> list[str]:
    """The arguments of `footing serve` as `make` would run it."""
    done = subprocess.run(
        ["make", "--dry-run", *arguments], cwd=ROOT, capture_output=True, text=True, check=True,
        env={"PATH": os.environ["PATH"], **environment},
    )  # fmt: skip
    command, *said = shlex.split(done.stdout.splitlines()[-1])
    assert Path(command).name == "footing"
    return said


def test_the_settings_decide_where_nothing_is_set_by_hand():
    assert _served("run") == ["serve", "--sample"]
    assert _served("run", FOOTING_PORT="9000", FOOTING_DATA="/srv") == ["serve", "--sample"]
    assert _served("serve", "PORT=") == ["serve"]


def test_what_is_set_by_hand_is_passed_on():
    everything = ["--host", "::1", "--port", "9000", "--data", "/srv/my data"]
    given = {"HOST": "::1", "PORT": "9000", "DATA": "/srv/my data"}
    assert _served("serve", **given) == ["serve", *everything]
    assert _served("serve", *(f"{k}={v}" for k, v in given.items())) == ["serve", *everything]
    assert _served("run", "PORT=9000") == ["serve", "--sample", "--port", "9000"]
