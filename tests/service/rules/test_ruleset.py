"""Rules at work: refused questions, withheld sentences, disclaimers, through the real pipeline."""

import time

import pytest

from service.answer import CheckedClaim, Citation, Hop, Source
from service.bootstrap import Footing
from service.pipeline import Ask, Pipeline
from service.rules.file import parse_rules
from service.rules.patterns import matches
from service.rules.ruleset import NAMES, NUMBERS, Rules

BRIDGE = "When was the Harbour bridge opened?"
RIGHT = "The Harbour bridge in Sydney was opened in 1932."
LANES = "It carries eight lanes of traffic."


def _rules(*lines: str) -> Rules:
    text = "rules:\n" + "".join(f"- {{name: r{n}, {line}}}\n" for n, line in enumerate(lines))
    return Rules(parse_rules(text.encode(), "rules.yaml").rules, written=False)


@pytest.fixture
def ask(handbook: Footing):
    """Ask the extractive service over the small collection, under rules."""

    def go(question: str, *lines: str, sources: tuple[Source, ...] = ()):
        footing = handbook.pipeline
        pipeline = Pipeline(
            handbook.searcher, footing._searching._sources, footing._generator, handbook.checking,
            footing.standards, 8, "hashing", rules=_rules(*lines),
        )  # fmt: skip
        return pipeline.ask(Ask(question, sources=sources))

    return go


def _details(answer, step="rules"):
    return [s.detail for s in answer.trace if s.step == step]


def test_a_forbidden_question_is_refused_in_the_words_of_the_rule(ask):
    rule = "kind: forbidden, pattern: bridge|长城, where: question, text: Ask the city."
    answer = ask(BRIDGE, rule)
    assert (answer.status, answer.abstain_reason) == ("abstained", "not_answerable")
    assert (answer.text, answer.claims, answer.evidence) == ("Ask the city.", [], [])
    assert _details(answer) == ["the question is refused by the rule 'r0'"]
    assert ask("明长城总长度是多少公里？", rule).text == "Ask the city."
    assert ask("Who invented espresso?", rule).status == "answered"


def test_without_words_of_its_own_a_refusal_says_i_dont_know(ask):
    assert ask("长城位于哪里？", "kind: forbidden, pattern: 长城").text == "我不知道"


def test_a_sentence_on_a_forbidden_topic_is_withheld(ask):
    answer = ask(BRIDGE, "kind: forbidden, pattern: Sydney, where: sentence")
    assert (answer.status, answer.abstain_reason) == ("abstained", "weak_support")
    assert _details(answer) == ["1 sentence against r0"]
    assert "1932" not in str(answer.trace)


def test_what_must_be_cited_from_a_source_is_withheld_without_it(ask):
    sources = (Source(text=RIGHT, title="City guide"),)
    from_guide = "kind: must_cite, pattern: '\\d{4}', source: guide"
    assert ask(BRIDGE, from_guide, sources=sources).status == "answered"
    answer = ask(BRIDGE, from_guide)
    assert (answer.status, _details(answer)) == ("abstained", ["1 sentence against r0"])
    assert ask("Who invented espresso?", from_guide).status == "answered"
    assert ask(BRIDGE, "kind: must_cite, pattern: '\\d{4}'").status == "answered"


def test_a_path_is_cited_from_every_document_that_its_hops_are_from():
    """It has no one title; its hops have theirs."""
    rules = _rules("kind: must_cite, pattern: born, source: registry").of(None)
    claim = CheckedClaim(
        text="She was born in Oslo.",
        start=0,
        end=21,
        verdict="supported",
        support=0.9,
        citations=[1],
    )
    hop = Hop(subject="she", predicate="born in", object="Oslo", source="patterns")
    for title, broken in (("The registry", ()), ("Somebody's notes", ("r0",))):
        hops = [hop, hop.model_copy(update={"title": title})]
        path = Citation(n=1, kind="path", title="she", text="...", hops=hops)
        assert rules.broken(claim, [path]) == broken


def test_disclaimers_stand_apart_from_what_is_supported(ask):
    answer = ask(
        BRIDGE,
        "kind: disclaimer, text: No advice., pattern: bridge, where: question",
        "kind: disclaimer, text: Figures may be old., pattern: '\\d{4}', where: answer",
        "kind: disclaimer, text: Never shown., pattern: lawsuit",
        "kind: disclaimer, text: No advice.",
    )
    assert answer.disclaimers == ["No advice.", "Figures may be old."]
    assert answer.text == RIGHT
    assert _details(answer) == ["a disclaimer was added by 'r0', 'r1', 'r3'"]


def test_a_refusal_needs_no_disclaimer(ask):
    assert ask("What is the capital of Peru?", "kind: disclaimer, text: x").disclaimers == []


def test_a_rule_may_be_for_some_collections_only(ask):
    here = "kind: forbidden, pattern: bridge, collections: [default]"
    assert ask(BRIDGE, here).status == "abstained"
    assert ask(BRIDGE, here.replace("default", "other")).status == "answered"
    assert ask(BRIDGE, here, sources=(Source(text=RIGHT),)).status == "answered"


def test_a_pattern_that_takes_for_ever_counts_as_matching_and_stops(ask):
    hostile, text = "(a|aa)+$", "a" * 60 + "b"
    started = time.monotonic()
    assert matches(hostile, text)
    assert not matches(hostile, text, undecided=False)
    assert time.monotonic() - started < 5
    assert ask(f"Is {text} true?", f"kind: forbidden, pattern: '{hostile}'").status == "abstained"


def test_numbers_have_to_stand_in_what_is_cited_where_a_generator_writes(handbook, passages):
    rules = Rules((), written=True).of("default")
    said = f"{RIGHT} {LANES}"
    checked, citations = handbook.checking.check(said, passages(said))
    assert [rules.broken(claim, citations) for claim in checked] == [(), ()]
    wrong = checked[0].model_copy(update={"text": RIGHT.replace("1932", "1945")})
    assert rules.broken(wrong, citations) == (NUMBERS.name,)
    marked = checked[0].model_copy(update={"text": f"1. {RIGHT} [7]"})
    assert rules.broken(marked, citations) == ()


def test_full_names_have_to_stand_in_the_evidence_where_a_generator_writes(handbook, passages):
    rules = Rules((), written=True).of("default")
    evidence = passages(RIGHT)
    [checked], citations = handbook.checking.check(RIGHT, evidence)

    def broken(text: str, question: str = BRIDGE) -> tuple[str, ...]:
        said = checked.model_copy(update={"text": text})
        return rules.broken(said, citations, evidence, question)

    stranger = "Mary Penrose opened the Harbour bridge in 1932."
    assert broken(stranger) == (NAMES.name,)
    assert broken(stranger, "Did Mary Penrose open the bridge?") == ()
    assert broken("The Sydney Harbour Bridge was opened in 1932. [1]") == ()
