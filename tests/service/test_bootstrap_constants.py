"""What of the code certificates are bound to."""

import json
import os
import subprocess
import sys

import pytest

from service.bootstrap_constants import bound_constants

_PRINTED = (
    "import json; from service.bootstrap_constants import bound_constants; "
    "print(json.dumps(bound_constants(written=True)))"
)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("knowledge.chunking.CHUNKER_VERSION", '"1"'),
        ("service.groundedness.signals._SPANS", "[1, 3]"),
        ("service.groundedness.signals._WIDE_TOKENS", "240"),
        ("service.groundedness.window_checker._CANDIDATES", "4"),
        ("service.models.pairs.MAX_LENGTH", "320"),
        ("service.models.pairs.STRIDE", "96"),
        ("service.generators.look._LOOKED_AT", "24"),
        ("indexes.fusion.RRF_K", "60"),
    ],
)
def test_windows_chunks_and_thresholds_are_bound(name, value):
    assert bound_constants(written=False)[name] == value


def test_what_only_a_language_model_uses_is_bound_where_one_drafts():
    alone, beside = bound_constants(written=False), bound_constants(written=True)
    assert alone.items() < beside.items()
    assert "service.correction.disputes.COMPARABLE" in beside.keys() - alone.keys()


def test_a_restart_changes_none():
    found = []
    for seed in ("1", "2"):
        done = subprocess.run(
            [sys.executable, "-c", _PRINTED],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True, check=True, text=True,
        )  # fmt: skip
        found.append(json.loads(done.stdout))
    assert found[0] == found[1]
