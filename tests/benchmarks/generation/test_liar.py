import pytest

from benchmarks.generation.cases import Case
from benchmarks.generation.liar import ELSEWHERE, NO_ANSWER, RIGHT, LyingGenerator, tell
from knowledge.text import comparable
from service.evaluation.metrics.answers import is_right
from service.generators.base import Question
from service.tuning.rows import QuestionRow

PASSAGE = (
    "The Harbour bridge in Sydney was opened in 1932 by Jack Lang. It carries eight lanes of "
    "traffic. The engineer John Bradfield oversaw the construction, which took 8 years."
)
CHINESE = "灾难性遗忘是McCloskey在1989年首次描述的。《经验回放》出版于1993年，可以缓解灾难性遗忘。"


def case(number: int, answer: str | None = "1932") -> Case:
    question = "When was the Harbour bridge opened?"
    spans = ((PASSAGE.index(answer), PASSAGE.index(answer) + len(answer)),) if answer else ()
    row = QuestionRow(str(number), question, PASSAGE, spans, "en")
    return Case(str(number), question, PASSAGE, (answer,) if answer else (), "en", row)


def chinese_case(number: int) -> Case:
    start = CHINESE.index("1989")
    row = QuestionRow(
        str(number), "灾难性遗忘首次描述于哪一年？", CHINESE, ((start, start + 5),), "zh"
    )
    return Case(str(number), row.question, CHINESE, ("1989年",), "zh", row)


def test_what_is_right_says_the_answer_and_what_is_not_is_changed():
    told = [tell(case(n)) for n in range(80)]
    kinds = {t.kind for t in told if t}
    assert RIGHT in kinds
    assert {"number", "negation", "wrong value"} <= kinds
    for said in told:
        assert said is not None
        if said.kind == RIGHT:
            assert is_right(said.text, None, ["1932"])
        else:
            assert comparable(said.text) not in comparable(PASSAGE)
            assert said.text != "The Harbour bridge was opened in 1932."


def test_so_many_are_right_that_half_of_all_are_with_a_third_unanswerable():
    right = [t for n in range(200) if (t := tell(case(n))) and t.kind == RIGHT]
    assert 130 < len(right) < 170


def test_nothing_is_right_where_there_is_no_answer():
    kinds = {t.kind for n in range(40) if (t := tell(case(n, None)))}
    assert kinds == {NO_ANSWER, ELSEWHERE}


def test_chinese_is_told_and_changed():
    told = [tell(chinese_case(n)) for n in range(60)]
    assert any(t and t.kind == RIGHT and "1989" in t.text for t in told)
    lies = [t.text for t in told if t and t.kind != RIGHT]
    assert lies
    assert not any(text in CHINESE for text in lies)


def test_the_same_is_told_every_time():
    assert [tell(case(n)) for n in range(20)] == [tell(case(n)) for n in range(20)]
    assert any(tell(case(n), 0) != tell(case(n), 1) for n in range(20))


def test_the_generator_says_what_was_told_and_nothing_else():
    told = tell(case(1))
    assert told
    liar = LyingGenerator({"When was the Harbour bridge opened?": told})
    assert liar.generate(
        Question("When was the Harbour bridge opened?", lambda _: 1.0), []
    ).text == (told.text)
    assert liar.generate(Question("Who?", lambda _: 1.0), []).text == ""
    with pytest.raises(AttributeError):
        told.kind = "other"  # type: ignore[misc]
