"""Pronouns and descriptions that stand for what the document is about."""


def test_he_and_the_surname_are_the_person_of_the_title(facts):
    text = (
        "Alan Turing was an English mathematician. He was born in London. "
        "Turing studied at Princeton University."
    )
    assert facts(text, "Alan Turing") == [
        ("Alan Turing", "was a", "English mathematician"),
        ("Alan Turing", "born in", "London"),
        ("Alan Turing", "studied at", "Princeton University"),
    ]


def test_the_film_is_the_film_of_the_title(facts):
    text = "Solaris is a film by Andrei Tarkovsky. The film was released in March 1972."
    assert ("Solaris", "released in", "March 1972") in facts(text, "Solaris")


def test_a_description_of_something_else_is_not_the_topic(facts):
    text = "Solaris is a film by Andrei Tarkovsky. The book was released in March 1961."
    assert [f for f in facts(text, "Solaris") if "released" in f[1]] == []


def test_it_is_no_person_and_he_is_no_thing(facts):
    person = "Alan Turing was an English mathematician. It was born in London."
    assert [f for f in facts(person, "Alan Turing") if f[1] == "born in"] == []
    thing = "Solaris is a film. He was born in London."
    assert [f for f in facts(thing, "Solaris") if f[1] == "born in"] == []


def test_a_pronoun_after_another_subject_is_left_alone(facts):
    text = (
        "Alan Turing was an English mathematician. Joan Clarke met Hugh Alexander. "
        "He joined Eastcote Place."
    )
    assert ("Alan Turing", "joined", "Eastcote Place") not in facts(text, "Alan Turing")


def test_a_list_of_things_is_no_subject(facts):
    assert facts("It was founded in 1949.", "List of rivers") == []
