"""What becomes of drafts that do not pass: looked up, revised, trimmed, refused."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from knowledge.errors import DeadlineExceededError, GeneratorFailedError
from service.answer import Source
from service.deadline import Deadline
from service.pipeline import Ask

BRIDGE = "When was the Harbour bridge opened?"
RIGHT = "The Harbour bridge in Sydney was opened in 1932."
WRONG = "The Harbour bridge in Sydney was opened in 1945."
PENGUINS = "Penguins live in Harbour bridge."
# True, and in no passage that a question about the bridge finds first.
LORA = "LoRA was introduced by Edward Hu in 2021."


def _steps(answer):
    return [step.step for step in answer.trace]


def _said(answer, step):
    return [s.detail for s in answer.trace if s.step == step]


def test_a_wrong_year_is_corrected_when_it_is_objected_to(liar, pipeline):
    generator = liar(WRONG, RIGHT)
    answer = pipeline(generator).ask(Ask(BRIDGE))
    assert (answer.status, answer.text) == ("answered", RIGHT)
    (revision,) = generator.revisions
    assert revision.draft == WRONG
    (objection,) = revision.objections
    assert (objection.claim, objection.contradicted) == (WRONG, True)
    assert "opened in 1932" in objection.evidence[0]
    assert _steps(answer) == ["search", "draft", "check", "lookup", "revise", "check", "decide"]


def test_a_true_claim_that_was_not_retrieved_is_found_by_looking_it_up(liar, pipeline):
    draft = f"{RIGHT} Espresso takes about 25 seconds to brew."
    without = pipeline(liar(draft), rounds=0).ask(Ask(BRIDGE))
    assert (without.status, without.text) == ("partial", RIGHT)
    generator = liar(draft)
    answer = pipeline(generator).ask(Ask(BRIDGE))
    assert (answer.status, answer.text) == ("answered", draft)
    assert [c.document_id for c in answer.citations] == ["bridge", "coffee"]
    assert generator.revisions == []
    assert _said(answer, "lookup")[0].endswith("for 1 failed sentence; 1 now supported")


def test_the_graph_is_looked_up_too(liar, pipeline):
    answer = pipeline(liar("Espresso was invented by Angelo Moriondo.")).ask(Ask(BRIDGE))
    assert answer.status == "answered"
    assert ("triple", "espresso — invented by — Angelo Moriondo") in {
        (c.kind, c.text) for c in answer.citations
    }


def test_given_sources_are_looked_up_where_only_the_best_were_read(liar, pipeline):
    sources = [Source(text=RIGHT), Source(text="Espresso takes about 25 seconds to brew.")]
    answer = pipeline(liar("Espresso takes about 25 seconds to brew.")).ask(
        Ask(BRIDGE, sources=sources)
    )
    assert (answer.status, answer.citations[0].document_id) == ("answered", "source-2")


def test_what_was_looked_up_is_shown_as_evidence_and_to_the_generator(liar, pipeline):
    generator = liar(f"{LORA} {WRONG}", RIGHT)
    answer = pipeline(generator).ask(Ask(BRIDGE, include_evidence=True))
    first, second = generator.shown
    assert second[: len(first)] == first
    assert any("Edward Hu" in text for text in second[len(first) :])
    assert [item.text for item in answer.evidence] == second
    assert generator.revisions[0].sought == tuple(range(len(first), len(second)))


def test_a_stubborn_liar_is_trimmed(liar, pipeline):
    generator = liar(f"{RIGHT} {PENGUINS}", f"{PENGUINS} {RIGHT}", f"{RIGHT} {PENGUINS}!")
    answer = pipeline(generator, rounds=5).ask(Ask(BRIDGE))
    assert (answer.status, answer.text) == ("partial", RIGHT)
    assert len(generator.revisions) < 5
    assert _said(answer, "trim") == ["withheld 1 sentence without support"]


def test_a_liar_with_nothing_else_to_say_is_refused(liar, pipeline):
    answer = pipeline(liar(WRONG, PENGUINS, WRONG)).ask(Ask(BRIDGE))
    assert (answer.status, answer.text, answer.claims) == ("abstained", "I don't know", [])
    assert answer.abstain_reason in ("contradicted", "weak_support")
    assert "1945" not in answer.model_dump_json()


def test_a_generator_that_repeats_itself_is_asked_once(liar, pipeline):
    generator = liar(WRONG)
    answer = pipeline(generator, rounds=5).ask(Ask(BRIDGE))
    assert answer.abstain_reason == "contradicted"
    assert len(generator.revisions) == 1
    assert _said(answer, "revise")[0].endswith("the generator said the same again")


def test_of_two_drafts_the_better_is_released(liar, pipeline):
    for drafts in ((f"{RIGHT} {PENGUINS}", PENGUINS), (PENGUINS, f"{RIGHT} {PENGUINS}")):
        answer = pipeline(liar(*drafts)).ask(Ask(BRIDGE))
        assert (answer.status, answer.text) == ("partial", RIGHT)


def test_a_draft_taken_back_costs_nothing_that_was_supported(liar, pipeline):
    answer = pipeline(liar(f"{RIGHT} {PENGUINS}", "")).ask(Ask(BRIDGE))
    assert (answer.status, answer.text) == ("partial", RIGHT)


@pytest.mark.parametrize(
    ("steps", "done"),
    [
        (["trim"], set()),
        (["trim", "lookup"], {"lookup"}),
        (["trim", "revise"], {"revise"}),
        (["trim", "lookup", "revise"], {"lookup", "revise"}),
    ],
)
def test_steps_can_be_switched_off(liar, pipeline, steps, done):
    answer = pipeline(liar(f"{RIGHT} {PENGUINS}"), steps=steps).ask(Ask(BRIDGE))
    assert set(_steps(answer)) & {"lookup", "revise"} == done
    assert (answer.status, answer.text) == ("partial", RIGHT)


def test_without_trimming_one_false_sentence_withholds_all(liar, pipeline):
    answer = pipeline(liar(f"{RIGHT} {PENGUINS}"), steps=[]).ask(Ask(BRIDGE))
    assert (answer.status, answer.abstain_reason) == ("abstained", "weak_support")


def test_a_generator_that_only_quotes_is_not_corrected(liar, pipeline):
    generator = liar(f"{RIGHT} {PENGUINS}")
    generator.revises = False
    answer = pipeline(generator).ask(Ask(BRIDGE))
    assert _steps(answer) == ["search", "draft", "check", "trim", "decide"]
    assert len(generator.shown) == 1


def test_a_generator_that_fails_to_correct_leaves_what_there_was(liar, pipeline, caplog):
    failing = liar(f"{RIGHT} {PENGUINS}", GeneratorFailedError("the model server is gone"))
    answer = pipeline(failing).ask(Ask(BRIDGE))
    assert (answer.status, answer.text) == ("partial", RIGHT)
    assert "the model server is gone" in caplog.text


def test_when_the_time_for_corrections_is_up_what_there_was_is_released(liar, pipeline):
    answer = pipeline(liar(f"{RIGHT} {PENGUINS}", RIGHT), seconds=1e-9).ask(Ask(BRIDGE))
    assert (answer.status, answer.text) == ("partial", RIGHT)
    assert "stopped: the time for corrections is up" in _said(answer, "revise")


def test_when_the_callers_time_is_up_there_is_no_answer(liar, pipeline):
    deadline = Deadline.after(60)

    class Slow(liar):  # type: ignore[misc, valid-type]
        def generate(self, question, evidence, revision=None):
            deadline.cancelled = revision is not None
            return super().generate(question, evidence, revision)

    with pytest.raises(DeadlineExceededError):
        pipeline(Slow(WRONG, RIGHT)).ask(Ask(BRIDGE), deadline)


SENTENCES = [
    RIGHT,
    WRONG,
    PENGUINS,
    LORA,
    "企鹅会飞。",
    "明长城总长度为8851公里。",
    "明长城总长度为6000公里。",
    "Hi!",
    "It carries 9 lanes.",
    "[1]",
    "\n- ",
    "1932?",
]


@settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    drafts=st.lists(st.lists(st.sampled_from(SENTENCES)).map(" ".join), min_size=1, max_size=4),
    rounds=st.integers(0, 3),
    steps=st.sets(st.sampled_from(["lookup", "revise", "trim", "disputes"])),
    question=st.sampled_from([BRIDGE, "明长城总长度是多少公里？"]),
)
def test_whatever_is_drafted_and_redrafted_only_what_is_supported_leaves(
    liar, pipeline, drafts, rounds, steps, question
):
    answer = pipeline(liar(*drafts), rounds=rounds, steps=steps).ask(Ask(question))
    for claim in answer.claims:
        assert claim.verdict == "supported"
        assert claim.citations
        assert answer.text[claim.start : claim.end] == claim.text
    if answer.status == "abstained":
        assert answer.text in ("I don't know", "我不知道")
    said = "".join(claim.text for claim in answer.claims)
    assert answer.status == "abstained" or "".join(answer.text.split()) == "".join(said.split())
    for false in (WRONG, PENGUINS, "企鹅会飞", "6000公里", "9 lanes"):
        assert false not in answer.text
        assert false not in str([step.detail for step in answer.trace])
