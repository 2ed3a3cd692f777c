"""Evidence for a question, and a second search where the first is weak."""

import pytest

from service.answer import Source
from service.deadline import Deadline
from service.pipeline import Ask
from service.searching import Searching
from service.sources import Sources
from service.trace import Trace

CHATTY = (
    "Hello everyone! My supervisor told me to prepare a presentation until Thursday's seminar. "
    "Does LoRA change the speed of inference? Many thanks for your kind help in advance!"
)
CHATTY_ZH = (
    "大家好，我是刚入职的新人，领导让我周五之前交一份报告，麻烦帮我看一下：明长城总长度是多少公里？"
    "谢谢啦！"
)


@pytest.fixture
def find(handbook):
    def go(question, collection="default", sources=(), limit=8, **options):
        searching = Searching(handbook.searcher, Sources(handbook.embedder), **options)
        trace = Trace()
        found = searching.find(question, collection, sources, limit, Deadline(), trace)
        return found, [step.step for step in trace.steps]

    return go


@pytest.mark.parametrize(
    ("question", "core"),
    [
        (CHATTY, "Does LoRA change the speed of inference?"),
        (CHATTY_ZH, "明长城总长度是多少公里？"),
    ],
)
def test_a_question_among_chatter_is_searched_by_its_core(find, question, core):
    weak, steps = find(question, rewrite=False)
    assert (weak.question.text, steps) == (question, ["search"])
    found, steps = find(question)
    assert (found.question.text, steps) == (core, ["search", "rewrite"])
    assert found.touched > 0.9 > 0.5 > weak.touched


@pytest.mark.parametrize(("question", "said"), [(CHATTY, "does not"), (CHATTY_ZH, "8851")])
def test_and_answered_as_without_it(handbook, question, said):
    answer = handbook.pipeline.ask(Ask(question))
    assert (answer.status, answer.question) == ("answered", question)
    assert said in answer.text
    assert "searched it without chatter and took what that found" in str(answer.trace)


def test_a_question_whose_first_search_is_fine_is_searched_once(find):
    for question in ("Hi, when was the Harbour bridge opened?", "长城位于哪里？"):
        found, steps = find(question)
        assert (found.question.text, steps) == (question, ["search"])


def test_a_weak_search_with_no_other_words_stays_as_it_is(find):
    _, steps = find("Who painted the ceiling of the chapel?")
    assert steps == ["search"]


def test_given_sources_are_searched_without_chatter_too(find):
    sources = [Source(text="LoRA does not change the speed of inference.")]
    found, steps = find(CHATTY, None, sources)
    assert (found.touched, steps) == (1.0, ["search", "rewrite"])


def test_a_question_knows_whose_it_is_in_a_second_search_too(find):
    for question in (CHATTY, "Hi, when was the Harbour bridge opened?"):
        found, _ = find(question)
        assert found.question.collection == "default"
        given, _ = find(question, None, [Source(text="LoRA does not change the speed.")])
        assert given.question.collection is None
