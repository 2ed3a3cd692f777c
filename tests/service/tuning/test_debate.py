"""Claims of public debate beside evidence, as they ship and as they are read."""

import json

import pytest

from service.tuning.contrast import FOLDER
from service.tuning.debate import NAME, debated_claims
from service.tuning.rows import LABELS


def lines():
    text = (FOLDER / f"{NAME}.jsonl").read_text("utf-8")
    return [json.loads(line) for line in text.splitlines()]


def test_every_evidence_has_claims_of_every_label():
    found = lines()
    assert len(found) >= 700
    assert len({line["evidence"] for line in found}) == len(found)
    for line in found:
        assert {label for label, _ in line["claims"]} == set(LABELS[:3])
        assert len({claim for _, claim in line["claims"]}) == len(line["claims"])


def test_claims_hardly_repeat_their_evidence():
    for line in lines():
        for _, claim in line["claims"]:
            assert claim.rstrip(".") not in line["evidence"]


@pytest.mark.parametrize("part", ["train", "calibrate", "measure"])
def test_parts_share_no_evidence(part):
    own = {row.evidence for row in debated_claims(part)}
    others = {row.evidence for row in debated_claims("all")} - own
    assert own
    assert len(own) + len(others) == len(lines())


def test_a_row_is_a_claim_beside_its_evidence():
    first, line = debated_claims("all")[0], lines()[0]
    assert (first.label, first.claim) == tuple(line["claims"][0])
    assert (first.evidence, first.lang) == (line["evidence"], "en")
