"""Which English questions ask through others, and through which."""

import pytest

from service.decomposition.parts import Bridge, Comparison
from service.decomposition.plan import plan_of

BRIDGES = [
    ("Where was the director of film Alien born?", "Who directed film Alien?", "Where was B born?"),
    (
        "What is the place of birth of the performer of song Changed It?",
        "Who performed song Changed It?",
        "What is the place of birth of B?",
    ),
    ("When did Lothair II's mother die?", "Who is the mother of Lothair II?", "When did B die?"),
    (
        "Where did the husband of Joanna Elisabeth of Holstein-Gottorp study?",
        "Who is the husband of Joanna Elisabeth of Holstein-Gottorp?",
        "Where did B study?",
    ),
    (
        "What is the population of the capital of Peru?",
        "What is the capital of Peru?",
        "What is the population of B?",
    ),
    (
        "Who is the spouse of the founder of the company Acme Corp.?",
        "Who founded the company Acme Corp.?",
        "Who is the spouse of B?",
    ),
    (
        "Who is Raghnall Mac Ruaidhrí's paternal grandfather?",
        "Who is the father of Raghnall Mac Ruaidhrí?",
        "Who is the father of B?",
    ),
    (
        "Who is the father-in-law of John Ernest, Duke of Saxe-Eisenach?",
        "Who is the spouse of John Ernest, Duke of Saxe-Eisenach?",
        "Who is the father of B?",
    ),
    (
        'Where was the author of "the old man and the sea" born?',
        'Who wrote "the old man and the sea"?',
        "Where was B born?",
    ),
]


@pytest.mark.parametrize(("question", "first", "then"), BRIDGES)
def test_a_question_through_a_role_asks_who_has_it_first(question, first, then):
    plan = plan_of(question)
    assert isinstance(plan, Bridge)
    assert (plan.first, plan.then("B")) == (first, then)


def test_roles_within_roles_are_taken_apart_one_after_the_other():
    outer = plan_of("Who is the mother of the director of the author's film Alien?")
    plan = plan_of("What nationality is the wife of the director of Alien?")
    assert isinstance(plan, Bridge)
    assert plan.first == "Who directed Alien?"
    inner = plan_of(plan.then("Ridley Scott"))
    assert isinstance(inner, Bridge)
    assert inner.first == "Who is the wife of Ridley Scott?"
    assert outer is None  # whose film? nothing is guessed


@pytest.mark.parametrize(
    "question",
    [
        "Who is the director of Alien?",
        "Who was Lothair II's mother?",
        "What is the name of the author of Emma?",
        "Who became the president of France in 2017?",
        "In what year did William III become King of England?",
        "During what years was William Ellery Channing President of Harvard?",
        "How long was Warsaw the capital of the Duchy Commonwealth?",
        "What increased about Harvard's student body in 2005?",
        "What did Labour's leader John Kent say about the budget?",
        "Where did Al-Bursh's wife and six children take shelter?",
        "When did the Board of Directors of Creative Commons meet?",
        "What is the bridge made of?",
        "Does LoRA change the speed of inference?",
        "",
        "?",
    ],
)
def test_a_question_that_asks_for_one_thing_is_left_whole(question):
    assert plan_of(question) is None


COMPARISONS = [
    (
        "Which film was released first, Alien or Blade Runner?",
        ("When was Alien released?", "When was Blade Runner released?"),
        "earliest",
    ),
    (
        "Which film has the director who is younger, Alien or Brazil?",
        ("When was the director of Alien born?", "When was the director of Brazil born?"),
        "latest",
    ),
    (
        "Which film whose director died first, Alien or Brazil?",
        ("When did the director of Alien die?", "When did the director of Brazil die?"),
        "earliest",
    ),
    (
        "Who was born first out of Ada Lovelace and Alan Turing?",
        ("When was Ada Lovelace born?", "When was Alan Turing born?"),
        "earliest",
    ),
    (
        "Was Ada Lovelace or Alan Turing born later?",
        ("When was Ada Lovelace born?", "When was Alan Turing born?"),
        "latest",
    ),
    (
        "Who is older, Ada Lovelace or Alan Turing?",
        ("When was Ada Lovelace born?", "When was Alan Turing born?"),
        "earliest",
    ),
    (
        "Are Oslo and Bergen both located in the same country?",
        ("In which country is Oslo located?", "In which country is Bergen located?"),
        "same",
    ),
    (
        "Do both directors of films Alien and Dark River have the same nationality?",
        (
            "What is the nationality of the director of Alien?",
            "What is the nationality of the director of Dark River?",
        ),
        "same",
    ),
]


@pytest.mark.parametrize(("question", "parts", "choice"), COMPARISONS)
def test_a_comparison_asks_the_same_of_both(question, parts, choice):
    plan = plan_of(question)
    assert isinstance(plan, Comparison)
    assert (plan.questions, plan.choice) == (parts, choice)


def test_deaths_are_compared_by_their_ends():
    plan = plan_of("Who died first, Ada Lovelace or Alan Turing?")
    assert isinstance(plan, Comparison)
    assert plan.ends


@pytest.mark.parametrize(
    "question",
    [
        "Which is first?",
        "Which came first, the chicken or the egg?",
        "Which film was released first, Alien, Brazil or Casablanca?",
        "Who is older, he or she?",
    ],
)
def test_what_does_not_name_two_things_is_not_compared(question):
    assert plan_of(question) is None


def test_a_direct_answer_has_to_speak_of_the_role_or_of_all_things():
    through = plan_of("Where was the director of Alien born?")
    assert through is not None
    assert through.fits("Alien was directed by Ridley Scott, born in South Shields.")
    assert not through.fits("Alien is a British film.")
    compared = plan_of("Who is older, Ada Lovelace or Alan Turing?")
    assert compared is not None
    assert compared.fits("Alan Turing was born a century after Ada Lovelace.")
    assert not compared.fits("Alan Turing was born in 1912.")


@pytest.mark.parametrize(
    ("question", "first", "choice"),
    [
        (
            "Which of the two has more KV heads, Llama 3 8B or LLaMA-13B?",
            "How many KV heads does Llama 3 8B have?",
            "most",
        ),
        (
            "Which GPU has the lower memory bandwidth: A100 or H100?",
            "What is the memory bandwidth of A100?",
            "least",
        ),
        (
            "Which has the longer coast, Norway or Chile?",
            "How long is the coast of Norway?",
            "most",
        ),
        ("Which is longer, the Rhine or the Danube?", "How long is Rhine?", "most"),
        ("Who is lighter out of Tom and Ann?", "How heavy is Tom?", "least"),
    ],
)
def test_amounts_of_two_things_are_compared(question, first, choice):
    plan = plan_of(question)
    assert isinstance(plan, Comparison)
    assert (plan.questions[0], plan.choice) == (first, choice)


@pytest.mark.parametrize(
    "question",
    [
        "Which of these is better, LoRA or QLoRA?",
        "Which has more people, Bern, Basel or Zurich?",
        "Which has more people, the north or the south?",
        "Which model has more layers?",
    ],
)
def test_what_no_amount_of_two_things_decides_is_not_compared(question):
    assert not isinstance(plan_of(question), Comparison)
