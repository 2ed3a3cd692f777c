"""Numbers, dates and amounts in one form, whatever they are written like."""

import pytest

from service.rules.quantities import missing, quantities


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("1,000 tonnes", {(1000, "t")}),
        ("一千吨", {(1000, "t")}),
        ("3万公里", {(30000, "km")}),
        ("8851千米", {(8851, "km")}),
        ("1.5 million people", {(1_500_000, "")}),
        ("twenty-five seconds", {(25, "second")}),
        ("a hundred and twenty metres", {(120, "m")}),
        ("two hundred and five", {(205, "")}),
        ("US$ 5 million", {(5_000_000, "dollar")}),
        ("500万美元", {(5_000_000, "dollar")}),
        ("5 percent", {(5, "%")}),
        ("5％", {(5, "%")}),
        ("百分之三点五", {(3.5, "%")}),
        ("三个", {(3, "")}),
        ("二〇二一年三月", {(2021, ""), (3, "month")}),
        ("May 1932", {(5, "month"), (1932, "")}),
        ("3年", {(3, "year")}),
        ("一百二十层", {(120, "")}),
        ("the 21st century", {(21, "")}),
        ("One of them is an A100, and it may be 十分重要.", set()),
        ("", set()),
    ],
)
def test_quantities_of_a_text(text, found):
    assert quantities(text) == found


@pytest.mark.parametrize(
    ("claimed", "evidence"),
    [
        ("opened on March 19, 1932", "opened 1932-03-19"),
        ("opened on 19 March 1932", "1932年3月19日开通"),
        ("1,000 tons", "一千吨"),
        ("三千万", "30 million"),
        ("5%", "5 percentage points"),
        ("5 km", "length (km): 5"),
        ("Eight lanes", "8 lanes"),
        ("no number", "none"),
    ],
)
def test_what_evidence_says_in_another_form_is_not_missing(claimed, evidence):
    assert missing(claimed, evidence) == set()


@pytest.mark.parametrize(
    ("claimed", "evidence", "absent"),
    [
        ("opened in 1945", "opened in 1932", {(1945, "")}),
        ("in May 1932", "in March 1932", {(5, "month")}),
        ("5 km", "5 kg and 3 km", {(5, "km")}),
        ("5%", "5", {(5, "%")}),
        ("三个", "2 lanes", {(3, "")}),
        ("8851公里", "", {(8851, "km")}),
    ],
)
def test_what_evidence_does_not_say_is_missing(claimed, evidence, absent):
    assert missing(claimed, evidence) == absent
