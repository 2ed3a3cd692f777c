"""Which threshold holds, and when a promise stops holding: on the small real collection."""

import logging

import pytest

from knowledge.errors import InvalidInputError
from service.bootstrap import make_standards
from service.calibration.certificate import Certificate, path_of
from service.calibration.drift import LEAST
from service.calibration.scale import Scale
from service.ingest.texts import from_text
from service.pipeline import Ask

BRIDGE = Ask("When was the Harbour bridge opened?")


def certify(footing, collection="default", **changes):
    """Write a certificate of the collection as it stands."""
    made = {
        "collection": collection,
        "certified": True,
        "risk": 0.1,
        "confidence": 0.9,
        "threshold": 0.2,
        "cases": 200,
        "answered": 90,
        "errors": 3,
        "scales": {"all": Scale(kind="temperature", slope=0.5)},
        "binding": footing.pipeline.standards.binding(collection),
    } | changes
    certificate = Certificate(**made)
    certificate.save(footing.settings.data)
    return certificate


def test_without_a_certificate_nothing_is_promised(make_footing):
    answer = make_footing(filled=True).pipeline.ask(BRIDGE)
    assert answer.guarantee is None
    assert answer.threshold_from == "public_data"


def test_a_certificate_takes_effect_with_the_next_question(make_footing):
    footing = make_footing(filled=True)
    before = footing.pipeline.examine(BRIDGE)
    certify(footing)
    after = footing.pipeline.examine(BRIDGE)
    assert after.decision.score == before.decision.score
    assert after.answer.support == pytest.approx(
        Scale(kind="temperature", slope=0.5)(before.decision.score), abs=1e-4
    )
    assert (after.answer.threshold, after.answer.threshold_from) == (0.2, "certificate")
    guarantee = after.answer.guarantee
    assert guarantee is not None
    assert (guarantee.risk, guarantee.confidence, guarantee.cases) == (0.1, 0.9, 200)
    assert (guarantee.answered, guarantee.errors) == (90, 3)
    assert (guarantee.valid, guarantee.reasons) == (True, [])


def test_a_certified_threshold_is_what_withholds(make_footing):
    footing = make_footing(filled=True)
    certify(footing, threshold=1.0)
    answer = footing.pipeline.ask(BRIDGE)
    assert (answer.status, answer.threshold) == ("abstained", 1.0)


def test_a_changed_collection_ends_the_promise_and_keeps_the_threshold(make_footing, caplog):
    footing = make_footing(filled=True)
    certify(footing)
    documents = [("new", from_text("Tea is a drink.", "Tea", "new"))]
    list(footing.ingester.ingest("default", documents))
    with caplog.at_level(logging.WARNING):
        answer = footing.pipeline.ask(BRIDGE)
        footing.pipeline.ask(BRIDGE)
    assert answer.guarantee is not None
    assert not answer.guarantee.valid
    assert answer.guarantee.reasons == ["the collection has changed since it was calibrated"]
    assert answer.threshold_from == "certificate"
    said = [r.getMessage() for r in caplog.records if "does not hold any more" in r.getMessage()]
    assert len(said) == 1
    assert "Run `footing calibrate` again" in said[0]
    assert footing.pipeline.standards.warnings(["default"]) == [
        "certificate of collection 'default': the collection has changed since it was calibrated"
    ]


def test_other_models_end_it_and_make_its_numbers_meaningless(make_footing):
    footing = make_footing(filled=True)
    binding = footing.pipeline.standards.binding("default")
    other = binding.model_copy(update={"models": {**binding.models, "reader": "another 0123"}})
    certify(footing, binding=other, threshold=0.99)
    answer = footing.pipeline.ask(BRIDGE)
    assert answer.threshold_from == "public_data"
    assert answer.guarantee is not None
    assert answer.guarantee.reasons[0].startswith("the model 'reader' was 'another 0123' and is")


def test_other_settings_end_it(make_footing):
    footing = make_footing(filled=True)
    binding = footing.pipeline.standards.binding("default")
    certify(footing, binding=binding.model_copy(update={"settings": {"top_k": 3}}))
    answer = footing.pipeline.ask(BRIDGE)
    assert answer.guarantee is not None
    assert "the setting 'top_k' was 3 and is 8" in answer.guarantee.reasons


WIDE = "service.groundedness.signals.WIDE"


def test_another_way_to_cut_evidence_ends_it_and_is_named(make_footing, monkeypatch):
    footing = make_footing(filled=True)
    certify(footing, threshold=0.99)
    monkeypatch.setattr(WIDE, 8)
    later = make_standards(footing.settings, footing.store).of("default", "en")
    assert later.origin == "public_data"
    assert later.guarantee is not None
    assert later.guarantee.reasons == [f"Footing's own {WIDE} was 6 and is 8"]


def test_of_many_changes_of_the_code_a_few_are_named(make_footing):
    footing = make_footing(filled=True)
    binding = footing.pipeline.standards.binding("default")
    before = dict.fromkeys(sorted(binding.constants)[:7], "another")
    other = binding.model_copy(update={"constants": {**binding.constants, **before}})
    *named, rest = other.changes(binding)
    assert len(named) == 5
    assert all(" was another and is " in reason for reason in named)
    assert rest == "2 more of Footing's own constants have changed"


def test_a_certificate_that_kept_no_constants_is_out_of_date(make_footing):
    footing = make_footing(filled=True)
    binding = footing.pipeline.standards.binding("default")
    earlier = binding.model_copy(update={"constants": {}})
    assert not earlier.same_answers(binding)
    assert earlier.changes(binding) == [
        "it was made by an earlier version, which kept no constants of its code"
    ]


def test_an_operators_threshold_counts_and_is_not_certified(make_footing):
    footing = make_footing(filled=True, threshold=0.1)
    certify(footing)
    answer = footing.pipeline.ask(BRIDGE)
    assert (answer.threshold, answer.threshold_from) == (0.1, "setting")
    assert answer.guarantee is not None
    assert answer.guarantee.reasons == ["the setting `threshold` is 0.1, which was not certified"]


def test_questions_unlike_the_cases_end_it_while_they_last(make_footing):
    footing = make_footing(filled=True)
    sure = [0.9 + n / 10_000 for n in range(500)]
    certify(footing, reference={"support": sure, "touched": sure})
    standards = footing.pipeline.standards
    assert standards.of("default", "en").guarantee.valid
    for _ in range(LEAST):
        standards.seen("default", 0.05, 0.2)
    guarantee = standards.of("default", "en").guarantee
    assert not guarantee.valid
    assert "live questions differ from the calibration cases" in guarantee.reasons[0]


def test_only_live_questions_count_as_such(make_footing):
    footing = make_footing(filled=True)
    reference = {"support": [1.0] * 200, "touched": [1.0] * 200}
    certify(footing, reference=reference)
    for _ in range(LEAST + 1):
        footing.pipeline.examine(Ask("What is the capital of Peru?"))
    assert footing.pipeline.standards.of("default", "en").guarantee.valid
    for _ in range(LEAST):
        footing.pipeline.ask(Ask("What is the capital of Peru?"))
    assert not footing.pipeline.standards.of("default", "en").guarantee.valid


def test_another_collection_and_given_sources_have_their_own(make_footing):
    footing = make_footing(filled=True)
    certify(footing)
    certify(footing, collection=None, threshold=0.3)
    standards = footing.pipeline.standards
    footing.store.create_collection("other")
    assert standards.of("other", "en").guarantee is None
    assert standards.of(None, "en").threshold == 0.3
    assert standards.of("default", "en").threshold == 0.2


def test_a_language_without_a_scale_uses_the_common_one(make_footing):
    footing = make_footing(filled=True)
    scales = {"all": Scale(kind="temperature", slope=0.5), "zh": Scale(kind="platt", slope=2.0)}
    certify(footing, scales=scales)
    standards = footing.pipeline.standards
    assert standards.of("default", "en").scale == scales["all"]
    assert standards.of("default", "zh").scale == scales["zh"]


def test_what_could_not_be_certified_still_calibrates_the_support(make_footing):
    footing = make_footing(filled=True)
    certify(footing, certified=False)
    standard = footing.pipeline.standards.of("default", "en")
    assert standard.guarantee is None
    assert standard.origin == "public_data"
    assert standard.scale.kind == "temperature"


@pytest.mark.parametrize("content", ["", "{", '{"version": 1}', "[]"])
def test_a_damaged_file_is_said_and_promises_nothing(make_footing, content):
    footing = make_footing(filled=True)
    path = path_of(footing.settings.data, "default")
    path.parent.mkdir(parents=True)
    path.write_text(content)
    assert footing.pipeline.ask(BRIDGE).guarantee is None
    assert "is not a certificate" in footing.pipeline.standards.warnings(["default"])[0]
    with pytest.raises(InvalidInputError, match="run `footing calibrate` again, or delete"):
        Certificate.load(path)


def test_a_certificate_that_is_deleted_promises_nothing(make_footing):
    footing = make_footing(filled=True)
    certify(footing)
    assert footing.pipeline.standards.of("default", "en").guarantee
    path_of(footing.settings.data, "default").unlink()
    assert footing.pipeline.standards.of("default", "en").guarantee is None
    assert footing.pipeline.standards.warnings(["default"]) == []


def test_a_certificate_survives_its_file(make_footing):
    footing = make_footing(filled=True)
    made = certify(footing, by_lang={"en": {"cases": 5, "answered": 2, "errors": 0}})
    assert Certificate.load(path_of(footing.settings.data, "default")) == made
