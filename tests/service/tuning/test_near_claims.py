"""Claims beside sentences of other texts that share their words."""

import numpy as np

from knowledge.text import content_terms, terms
from service.tuning.near_claims import near_claims, other_things
from service.tuning.rows import ClaimRow, QuestionRow

CLAIM = "The company was founded by two brothers."
TEXTS = {
    "Arko": "The company was founded by two brothers in 1924. It made shoes for the army.",
    "Choir": "Two brothers founded a choir in the village. It sang every Sunday at noon.",
    "Copy": "It is known that the company was founded by two brothers and a friend of theirs.",
    "Rain": "It rained for weeks in the north of the country. Nobody went outside at all.",
}
PASSAGES = [QuestionRow(t, "?", text, (), "en", title=t) for t, text in TEXTS.items()]


def shared(pairs):
    """As a checker that goes by words."""
    return np.array(
        [
            np.mean([term in set(terms(window)) for term in content_terms(claim)])
            for claim, window in pairs
        ]
    )


def test_what_shares_the_words_of_a_claim_in_another_text_deceives():
    claims = [ClaimRow("Arko", TEXTS["Arko"], CLAIM, "supported", "en")]
    (found,) = near_claims(claims, PASSAGES, shared, 1)
    assert (found.claim, found.label) == (CLAIM, "not_enough")
    assert "choir" in found.evidence


def test_a_checker_that_is_not_deceived_learns_nothing_from_it():
    claims = [ClaimRow("Arko", TEXTS["Arko"], CLAIM, "supported", "en")]
    assert list(near_claims(claims, PASSAGES, lambda pairs: np.zeros(len(pairs)), 1)) == []


def test_claims_about_another_thing_keep_their_evidence():
    evidence = TEXTS["Arko"]
    claims = [
        ClaimRow("Arko", evidence, "In 1924 the company was founded.", "supported", "en"),
        ClaimRow("b", "Then the choir was small.", "Then the choir was small.", "supported", "en"),
        ClaimRow("c", "It rained.", "It rained.", "supported", "en"),
    ]
    found = {row.claim: row for row in other_things(claims, 1)}
    assert set(found) == {"In 1924 the choir was founded.", "Then the company was small."}
    changed = found["In 1924 the choir was founded."]
    assert (changed.evidence, changed.label) == (evidence, "unsupported")


def test_chinese_things_are_nouns_of_the_dictionary():
    texts = ["公司由两兄弟创办。", "学校建于山上。"]
    claims = [ClaimRow(t, t, t, "supported", "zh") for t in texts]
    found = [row.claim for row in other_things(claims, 1)]
    assert found == ["学校由两兄弟创办。", "公司建于山上。"]
