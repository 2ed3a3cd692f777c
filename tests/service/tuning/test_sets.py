"""Which public rows teach and which calibrate. Needs the data sets beside the project."""

from pathlib import Path

import pytest

from service.tuning.claim_sets import CLAIMS, calibration_claims
from service.tuning.sets import Sets, chinese_rows, sample

DATA = Path(__file__).parents[4] / "shared" / "data"
needs_data = pytest.mark.skipif(
    not (DATA / "train").is_dir(), reason=f"the public data sets are not at {DATA}"
)


@pytest.fixture(scope="module")
def sets() -> Sets:
    return Sets(DATA)


@pytest.fixture(scope="module")
def calibrating(sets):
    return calibration_claims(sets)


@pytest.fixture(scope="module")
def taught(sets):
    """The labelled claims that the checker is trained on."""
    return [row for name, count in CLAIMS.items() for row in sample(sets.claims(name), count)]


def test_a_sample_is_fixed_and_never_larger_than_the_set():
    rows = list(range(100))
    once = sample(rows, 10, 1)
    assert len(set(once)) == 10
    assert sample(rows, 10, 1) == once
    assert sample(rows, 10, 2) != once
    assert sorted(sample(rows, 1000)) == rows


@needs_data
def test_no_row_that_calibrates_was_taught(calibrating, taught):
    assert set(calibrating) == {"en", "zh"}
    assert not set(taught) & {row for rows in calibrating.values() for row in rows}


@needs_data
def test_no_claim_that_calibrates_was_taught_under_another_id(calibrating, taught):
    met = {(row.claim, row.evidence) for row in taught}
    assert not [r for r in calibrating["en"] if (r.claim, r.evidence) in met]


@needs_data
def test_both_sides_calibrate_in_both_languages(calibrating):
    for rows in calibrating.values():
        supported = sum(row.label == "supported" for row in rows) / len(rows)
        assert len(rows) >= 800
        assert 0.3 < supported < 0.7


@needs_data
def test_the_parts_of_the_human_questions_share_no_article_with_each_other_or_training(sets):
    parts = {
        part: {r.title for r in sets.human(part)} for part in ("train", "calibrate", "measure")
    }
    assert all(parts.values())
    assert sum(map(len, parts.values())) == len(set().union(*parts.values()))
    squad = {row.title for row in sets.questions("squad11_train")}
    assert not squad & set().union(*parts.values())


@needs_data
def test_the_chinese_passages_that_calibrate_teach_no_claims(sets):
    held_out = {row.context for row in sets.questions("cmrc2018_trial")}
    teaching = {
        row.context for name in ("cmrc2018_train", "drcd_dev") for row in sets.questions(name)
    }
    assert not held_out & teaching
    assert {row.context for row in chinese_rows(sets)} == held_out | teaching


@needs_data
def test_every_contrast_passage_is_found_and_none_is_split_over_training_and_measuring(sets):
    for name in ("en", "crowd_en", "zh"):
        taught, measured = sets.contrast(name), sets.contrast(name, "measure")
        assert len(taught) > 5 * len(measured) > 1000
        assert not {r.context for r in taught} & {r.context for r in measured}
        assert 0.5 < sum(not r.spans for r in taught) / len(taught) < 0.7


@needs_data
def test_no_passage_has_contrast_questions_of_two_sets(sets):
    crowd = {r.context for r in sets.contrast("crowd_en", "all")}
    assert not crowd & {r.context for r in sets.contrast("en", "all")}


@needs_data
def test_what_calibrates_the_chinese_reader_is_about_its_own_passages(sets):
    trial = {r.context for r in sets.questions("cmrc2018_trial")}
    asked = sets.contrast("zh_calibrate", "all")
    assert {r.context for r in asked} <= trial
    assert not {r.context for r in sets.contrast("zh")} & trial
