"""The questions of the generation benchmark where no public set is at hand."""

import pytest

from benchmarks.generation.cases import cases_of


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_without_public_sets_handbooks_that_trained_nothing_are_asked_about(tmp_path, lang):
    cases = cases_of(tmp_path, lang, "measure", 90)
    assert cases == cases_of(tmp_path, lang, "measure", 90)
    assert len({case.id for case in cases}) == 90
    assert sum(not case.answers for case in cases) == 30
    assert all(answer in case.passage for case in cases for answer in case.answers)
    assert all(case.lang == lang for case in cases)
    tuned = {case.row.title for case in cases_of(tmp_path, lang, "tune", 400)}
    assert tuned.isdisjoint(case.row.title for case in cases_of(tmp_path, lang, "measure", 400))
