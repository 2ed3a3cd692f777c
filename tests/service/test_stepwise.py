"""Questions answered step by step, over a small real collection with the shipped models."""

import pytest

from service.answer import Source
from service.bootstrap import build
from service.config import Settings
from service.pipeline import Ask

FILMS = {
    "alien": "Alien is a 1979 film directed by Ridley Scott. It was shot in England.",
    "scott": "Ridley Scott was born on 30 November 1937 in South Shields. He lives abroad.",
    "brazil": "Brazil is a 1985 film directed by Terry Gilliam. It was made in London.",
    "gilliam": "Terry Gilliam was born on 22 November 1940 in Minneapolis. He draws, too.",
    "gaoliang": "《红高粱》是1987年上映的电影，导演是张艺谋。影片获得了金熊奖。",
    "zhang": "张艺谋出生于陕西省西安市。他毕业于北京电影学院。",
}


@pytest.fixture(scope="module")
def films(tmp_path_factory):
    from service.ingest.texts import from_text

    footing = build(Settings(data=tmp_path_factory.mktemp("films")))
    incoming = [(i, from_text(text, "", i)) for i, text in FILMS.items()]
    assert all(o.status == "added" for o in footing.ingester.ingest("default", incoming))
    yield footing
    footing.close()


@pytest.mark.parametrize(
    ("question", "sentences", "documents"),
    [
        (
            "Where was the director of Alien born?",
            ["Alien is a 1979 film directed by Ridley Scott.", "born on 30 November 1937 in South"],
            ["alien", "scott"],
        ),
        (
            "《红高粱》的导演毕业于哪里？",
            ["导演是张艺谋", "他毕业于北京电影学院"],
            ["gaoliang", "zhang"],
        ),
    ],
)
def test_every_step_of_an_answer_has_its_own_source(films, question, sentences, documents):
    answer = films.pipeline.ask(Ask(question))
    assert answer.status == "answered"
    assert all(said in answer.text for said in sentences)
    assert [c.document_id for c in answer.citations] == documents
    assert [answer.text[c.start : c.end] for c in answer.claims] == [c.text for c in answer.claims]


def test_a_comparison_names_the_one_that_the_dates_decide_for(films):
    younger = films.pipeline.ask(
        Ask("Which film has the director who is younger, Alien or Brazil?")
    )
    assert (younger.status, younger.short_answer) == ("answered", "Brazil")
    older = films.pipeline.ask(Ask("Who was born first, Terry Gilliam or Ridley Scott?"))
    assert (older.status, older.short_answer) == ("answered", "Ridley Scott")
    assert {c.document_id for c in older.citations} == {"scott", "gilliam"}


def test_a_step_that_finds_nothing_leaves_no_answer_to_another_question(films):
    # What is known of the film is no answer to a question about its composer.
    answer = films.pipeline.ask(Ask("Where was the composer of Alien born?"))
    assert (answer.status, answer.short_answer) == ("abstained", None)


def test_sources_of_the_caller_are_gone_through_in_steps_too(films):
    sources = [Source(text=FILMS["alien"]), Source(text=FILMS["scott"])]
    answer = films.pipeline.ask(Ask("Where was the director of Alien born?", sources=sources))
    assert answer.status == "answered"
    assert "South Shields" in answer.text
