"""Evidence that contradicts itself is shown side by side, with who says what."""

import pytest

from knowledge.types import Triple
from service.answer import Source
from service.correction.disputes import comparable_strength
from service.groundedness.base import Judgement
from service.ingest.texts import from_text
from service.pipeline import Ask
from service.rules.file import parse_rules
from service.rules.ruleset import Rules

TUNNEL = "When was the Harbour tunnel opened to traffic?"
FIRST = "The Harbour tunnel in Sydney was opened to traffic in 1992."
SECOND = "The Harbour tunnel in Sydney was opened to traffic in 1994."
DRAFT = "In 1992 the Harbour tunnel in Sydney was opened to traffic."
SOURCES = (
    Source(text=f"{FIRST} It is long.", title="Guide"),
    Source(text=f"{SECOND} It is dark.", title="Plaque"),
)


@pytest.mark.parametrize(
    ("support", "contradiction", "comparable"),
    [(0.8, 0.9, True), (0.99, 0.5, True), (0.7, 0.9, False), (0.99, 0.4, False)],
)
def test_both_sides_have_to_be_of_like_strength(support, contradiction, comparable):
    other = Judgement("contradicted", 0.0, contradiction)
    assert comparable_strength(support, other) is comparable


@pytest.mark.parametrize("draft", [DRAFT, FIRST])
def test_both_sides_are_released_each_with_its_source_and_against_the_other(liar, pipeline, draft):
    answer = pipeline(liar(draft), top_k=4).ask(Ask(TUNNEL, sources=SOURCES))
    assert (answer.status, answer.text) == ("answered", f"{draft} {SECOND}")
    titles = {c.n: c.title for c in answer.citations}
    one, other = answer.claims
    assert ([titles[n] for n in one.citations], [titles[n] for n in one.contradictions]) == (
        ["Guide"], ["Plaque"],
    )  # fmt: skip
    assert ([titles[n] for n in other.citations], [titles[n] for n in other.contradictions]) == (
        ["Plaque"], ["Guide"],
    )  # fmt: skip
    assert {claim.verdict for claim in answer.claims} == {"supported"}
    assert answer.short_answer is None


def test_where_a_rule_withholds_the_other_side_the_claim_is_what_the_checker_said(liar, pipeline):
    withheld = b"rules: [{name: secret, kind: forbidden, pattern: '1994', where: sentence}]"
    rules = Rules(parse_rules(withheld, "rules.yaml").rules, written=True)
    answer = pipeline(liar(DRAFT), top_k=4, rules=rules).ask(Ask(TUNNEL, sources=SOURCES))
    assert (answer.status, answer.abstain_reason) == ("abstained", "contradicted")
    assert answer.text == "I don't know"


def test_switched_off_the_claim_is_simply_contradicted(liar, pipeline):
    answer = pipeline(liar(DRAFT), top_k=4, steps=["trim"]).ask(Ask(TUNNEL, sources=SOURCES))
    assert (answer.status, answer.abstain_reason) == ("abstained", "contradicted")


@pytest.mark.parametrize("year", [1993, 1932])
def test_what_no_source_says_is_not_disputed_but_wrong(liar, pipeline, year):
    draft = DRAFT.replace("1992", str(year))
    answer = pipeline(liar(draft), top_k=4).ask(Ask(TUNNEL, sources=SOURCES))
    assert (answer.status, answer.abstain_reason) == ("abstained", "contradicted")


def test_a_triple_may_be_the_other_side(liar, pipeline, make_footing):
    footing = make_footing()
    text = "The inventor of espresso machines was Luigi Bezzera."
    list(footing.ingester.ingest("default", [("a", from_text(text, "Espresso", "a"))]))
    triple = Triple("espresso machines", "inventor", "Angelo Moriondo")
    footing.store.add_triples("default", [triple])
    answer = pipeline(liar(text), footing=footing, top_k=4).ask(
        Ask("Who was the inventor of espresso machines?")
    )
    assert answer.text == f"{text} {triple.verbalise()}"
    assert [c.kind for c in answer.citations] == ["passage", "triple"]


def test_a_generator_that_quotes_chooses_its_sides_itself(liar, pipeline):
    generator = liar(FIRST)
    generator.revises = False
    answer = pipeline(generator, top_k=4).ask(Ask(TUNNEL, sources=SOURCES))
    assert answer.text == FIRST
