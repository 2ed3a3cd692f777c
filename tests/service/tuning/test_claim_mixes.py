"""Two claims in one sentence, and evidence among other texts."""

import pytest

from service.tuning.claim_mixes import among_others, joined
from service.tuning.rows import ClaimRow

EN = "The bridge was opened in 1932 by Jack Lang."
ZH = "大桥于1932年通车，由杰克·朗主持。"


def claim(label, text, evidence=EN, lang="en"):
    return ClaimRow("c", evidence, text, label, lang)


@pytest.mark.parametrize(
    ("labels", "together"),
    [
        (("supported", "supported"), "supported"),
        (("supported", "not_enough"), "not_enough"),
        (("supported", "refuted"), "refuted"),
        (("not_enough", "refuted"), "refuted"),
    ],
)
@pytest.mark.parametrize("turned", [False, True])
def test_the_worse_of_two_claims_decides(labels, together, turned):
    first, second = reversed(labels) if turned else labels
    rows = [claim(first, "The bridge is old."), claim(second, "It was dear.")]
    (row,) = joined(rows, 1)
    assert row.label == together
    assert row.evidence == EN


def test_two_claims_become_one_sentence():
    (row,) = joined(
        [claim("supported", "The bridge is old."), claim("supported", "It is dear.")], 1
    )
    assert row.claim in (
        "The bridge is old, and it is dear.",
        "It is dear, and the bridge is old.",
    )


def test_chinese_claims_are_joined_by_a_comma():
    rows = [claim("supported", t, ZH, "zh") for t in ("大桥很旧。", "大桥由朗主持通车。")]
    (row,) = joined(rows, 1)
    assert row.claim in ("大桥很旧，大桥由朗主持通车。", "大桥由朗主持通车，大桥很旧。")


def test_claims_are_joined_only_about_the_same_evidence_and_once():
    rows = [claim("supported", f"Claim {n}.", f"Evidence {n // 3}.") for n in range(9)]
    found = list(joined(rows, 1))
    assert len(found) == 3
    for row in found:
        place = row.evidence.split()[1].rstrip(".")
        numbers = {
            int(word)
            for word in row.claim.replace(".", "").replace(",", "").split()
            if word.isdigit()
        }
        assert {str(n // 3) for n in numbers} == {place}


def test_evidence_among_others_keeps_its_own_and_the_label():
    rows = [claim("supported", f"Claim {n}.", f"Evidence number {n}.") for n in range(200)]
    found = list(among_others(rows, 0.5, 1))
    assert [(r.claim, r.label) for r in found] == [(r.claim, r.label) for r in rows]
    assert all(r.evidence in mixed.evidence for r, mixed in zip(rows, found, strict=True))
    changed = sum(r.evidence != mixed.evidence for r, mixed in zip(rows, found, strict=True))
    assert 70 < changed < 130


def test_evidence_is_not_mixed_beyond_the_longest_nor_across_languages():
    rows = [
        *(claim("supported", "Old.", f"{n} " + "x" * 360) for n in range(40)),
        *(claim("supported", "旧。", f"{n}{ZH}", "zh") for n in range(40)),
    ]
    found = list(among_others(rows, 1.0, 1))
    assert all("\n" not in row.evidence for row in found if row.lang == "en")
    assert all("x" not in row.evidence for row in found if row.lang == "zh")
    assert any("\n" in row.evidence for row in found if row.lang == "zh")
