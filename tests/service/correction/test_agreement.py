"""Claims that few of several drafts say lose support."""

import pytest

from service.claims import split_claims
from service.correction.agreement import agreement, lowered
from service.groundedness.base import Judgement
from service.pipeline import Ask

BRIDGE = "When was the Harbour bridge opened?"
RIGHT = "The Harbour bridge in Sydney was opened in 1932."
WRONG = "The Harbour bridge in Sydney was opened in 1945."
LANES = "It carries eight lanes of traffic."


@pytest.mark.parametrize(
    ("samples", "share"),
    [
        ([], 1.0),
        ([RIGHT, f"Well. {RIGHT} {LANES}"], 1.0),
        ([RIGHT, WRONG], 2 / 3),
        (["", WRONG, "Penguins swim."], 1 / 4),
        (["  the HARBOUR bridge in Sydney was opened in 1932"], 1.0),
    ],
)
def test_agreement_is_the_share_of_the_voices_that_say_a_claim(handbook, samples, share):
    claims = split_claims(RIGHT)
    found = agreement(claims, samples, lambda c, e: handbook.checking.judge(c, e))
    assert found == [pytest.approx(share)]


def test_support_is_multiplied_and_what_the_minority_says_is_withheld():
    judgement = Judgement("supported", 0.9, 0.0, (0,))
    assert lowered(judgement, 1.0) == judgement
    assert lowered(judgement, 2 / 3).support == pytest.approx(0.6)
    assert lowered(judgement, 2 / 3).verdict == "supported"
    assert lowered(judgement, 1 / 3).verdict == "unsupported"


def _ask(pipeline, generator, samples=3, **settings):
    return pipeline(generator, **settings).ask(Ask(BRIDGE, samples=samples))


def test_samples_that_agree_change_nothing(sampler, pipeline):
    alone = _ask(pipeline, sampler(RIGHT), samples=None)
    agreed = _ask(pipeline, sampler(RIGHT, RIGHT, RIGHT))
    assert (agreed.text, agreed.support) == (alone.text, alone.support) == (RIGHT, 0.99)


def test_a_claim_that_a_third_of_the_voices_does_not_say_has_two_thirds_of_its_support(
    sampler, pipeline
):
    answer = _ask(pipeline, sampler(RIGHT, RIGHT, WRONG))
    assert (answer.text, answer.support) == (RIGHT, 0.66)
    details = [s.detail for s in answer.trace if s.step == "samples"]
    assert details == ["drew 2 further drafts", "compared with 2 samples; least agreement 0.67"]


def test_a_claim_that_no_sample_says_is_withheld_and_the_others_stay(sampler, pipeline):
    answer = _ask(pipeline, sampler(f"{RIGHT} {LANES}", RIGHT, RIGHT), rounds=0)
    assert (answer.status, answer.text) == ("partial", RIGHT)


def test_the_setting_counts_unless_a_question_says_otherwise(sampler, pipeline):
    samples = (RIGHT, WRONG, WRONG)
    configured = pipeline(sampler(RIGHT, *samples), samples=3, rounds=0)
    assert configured.ask(Ask(BRIDGE)).support == 0.66
    assert configured.ask(Ask(BRIDGE, samples=1)).support == 0.99


def test_a_generator_that_cannot_be_sampled_says_so(liar, pipeline):
    answer = _ask(pipeline, liar(RIGHT))
    assert (answer.text, answer.support) == (RIGHT, 0.99)
    assert [s.detail for s in answer.trace if s.step == "samples"] == [
        "liar always drafts the same"
    ]


def test_samples_that_cannot_be_drawn_are_a_failure_of_the_generator(sampler, pipeline):
    answer = _ask(pipeline, sampler(RIGHT, "fail"))
    assert answer.abstain_reason == "generator_failed"


def test_a_revision_is_not_held_against_samples_of_what_was_asked_before(sampler, pipeline):
    """They know nothing of the objections, and would outvote every correction."""
    generator = sampler(WRONG, WRONG, WRONG)
    generator._drafts = (WRONG, RIGHT)
    answer = _ask(pipeline, generator, rounds=1, steps=("revise", "trim"))
    assert (answer.status, answer.text) == ("answered", RIGHT)


def test_what_samples_outvoted_is_not_objected_to(sampler, pipeline):
    generator = sampler(f"{RIGHT} {LANES}", RIGHT, RIGHT)
    answer = _ask(pipeline, generator, rounds=1, steps=("revise", "trim"))
    assert (answer.status, answer.text) == ("partial", RIGHT)
    assert generator.revisions == []


def test_nor_does_it_come_back_in_a_correction_of_something_else(sampler, pipeline):
    generator = sampler(f"{RIGHT} {LANES} Penguins swim.", RIGHT, RIGHT)
    generator._drafts = (generator._drafts[0], f"{RIGHT} Eight lanes of traffic it carries.")
    answer = _ask(pipeline, generator, rounds=1, steps=("revise", "trim"))
    assert [o.claim for o in generator.revisions[0].objections] == ["Penguins swim."]
    assert (answer.status, answer.text) == ("partial", RIGHT)
