"""Figures of a summary as they are shown."""

from service.evaluation.report.figures import group_table, sections, value_of

SUMMARY = {
    "f1": 0.7254,
    "coverage": 0.5,
    "ece": 0.04,
    "em": None,
    "coverage_at_risk": {"0.05": 0.25},
    "intervals": {"f1": [0.6, 0.8], "ece": None},
    "floors": {"always_abstain": {"f1": 0.25}, "never_abstain": {"f1": 0.61, "em": 0.5}},
}


def test_shares_are_in_percent_others_in_decimals_and_what_does_not_apply_is_left_out():
    found = {f.name: f for _, part in sections("qa", SUMMARY) for f in part}
    assert list(found) == ["coverage", "f1", "coverage_at_risk@0.05", "ece"]
    assert [f.text for f in found.values()] == ["50.0%", "72.5%", "25.0%", "0.040"]
    assert found["f1"].interval == "60.0% to 80.0%"
    assert found["ece"].interval == ""
    assert [(f.label, f.text) for f in found["f1"].floors] == [
        ("always abstain", "25.0%"),
        ("never abstain", "61.0%"),
    ]


def test_a_figure_says_what_it_means_and_where_it_comes_from():
    found = {f.name: f for _, part in sections("qa", SUMMARY) for f in part}
    assert "SQuAD" in found["f1"].citation
    assert found["ece"].meaning.endswith("; lower is better.")


def test_the_figures_of_an_empty_summary_are_none():
    assert sections("qa", {}) == sections("claims", {}) == sections("retrieval", {}) == []


def test_values_that_are_no_numbers_count_as_none():
    for value in (None, True, "0.5", float("nan"), [1]):
        assert value_of({"f1": value}, "f1") is None


def test_groups_stand_side_by_side_the_largest_first():
    groups = {"en": {"n": 2, "f1": 0.5}, "zh": {"n": 1200, "f1": 0.75, "em": None}, "x": None}
    table = group_table("qa", groups, kind="language")
    assert table is not None
    assert table.columns == ("Cases", "F1")
    assert table.rows == (("Chinese", ("1,200", "75.0%")), ("English", ("2", "50.0%")))
    assert group_table("qa", {}) is None
