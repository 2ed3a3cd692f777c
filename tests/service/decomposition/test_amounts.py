"""Amounts in answers, and which is the most."""

import pytest

from service.decomposition.amounts import amount_of, most


@pytest.mark.parametrize(
    ("answer", "amount"),
    [
        ("40", (40.0, "")),
        ("about 8,500", (8500.0, "")),
        ("65.2 billion", (65.2e9, "")),
        ("13.9万", (139_000.0, "")),
        ("8500 题", (8500.0, "题")),
        ("约6300千米", (6_300_000.0, "m")),
        ("6,300 km", (6_300_000.0, "m")),
        ("3.35 TB/s", (3.35e12, "b/s")),
        ("2e-4", (2e-4, "")),
        ("A100 80GB", (80e9, "b")),
        ("16 or 32 GB", None),
        ("many", None),
        ("", None),
    ],
)
def test_an_answer_gives_one_amount_or_none(answer, amount):
    found = amount_of(answer)
    assert found == (amount and (pytest.approx(amount[0]), amount[1]))


@pytest.mark.parametrize(
    ("answers", "least", "place"),
    [
        (["900 GB/s", "3.35 TB/s"], False, 1),
        (["900 GB/s", "3.35 TB/s"], True, 0),
        (["80 layers", "40"], False, 0),
        (["1,000 m", "1 km"], False, None),
        (["80 GB", "80 layers"], False, None),
        (["5 kg", "7 km"], False, None),
        (["5", "several"], False, None),
        (["6300公里", "5464公里"], True, 1),
    ],
)
def test_amounts_are_compared_where_they_measure_the_same(answers, least, place):
    assert most(answers, least=least) == place
