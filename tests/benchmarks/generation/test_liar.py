from dataclasses import replace
from typing import Any

from openai import OpenAI

from benchmarks.generation.cases import Case
from benchmarks.generation.liar import ELSEWHERE, NO_ANSWER, RIGHT, tell
from benchmarks.generation.lying_server import lying_server, reply
from knowledge.text import comparable
from service.evaluation.metrics.answers import is_right
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


def test_sentences_of_what_is_right_are_right_whatever_was_said():
    told = [t for n in range(80) if (t := tell(case(n)))]
    assert all(t.is_right(t.text) == (t.kind == RIGHT) for t in told)
    assert all(t.is_right(t.right) for t in told)
    invented = [t for n in range(40) if (t := tell(case(n, None)))]
    assert not any(t.is_right(t.text) for t in invented)


def _asked(url: str, *messages: tuple[str, str]) -> str:
    client = OpenAI(base_url=url, api_key="none", max_retries=0)
    sent: Any = [{"role": role, "content": content} for role, content in messages]
    found = client.chat.completions.create(model="liar", messages=sent, stream=True)
    return "".join(chunk.choices[0].delta.content or "" for chunk in found if chunk.choices)


def test_the_server_says_what_was_told_and_changes_its_mind_when_told_off():
    pairs = [(replace(c, question=f"{c.question} ({n})"), said)
             for n in range(24) if (said := tell(c := case(n)))]  # fmt: skip
    replies = set()
    with lying_server(pairs) as url:
        for asked, said in pairs:
            first = ("user", f"<evidence>\n[1] x\n</evidence>\nQuestion: {asked.question}")
            assert _asked(url, ("system", "s"), first) == f"{said.text} [1]"
            again = [first, ("assistant", said.text), ("user", "Wrong."), ("assistant", "x")]
            answer = _asked(url, *again[:3])
            assert answer == _asked(url, *again[:3]) == reply(asked, said, 1)
            sentence = answer.removesuffix(" [1]")
            replies.add((sentence == said.text, said.is_right(sentence)))
        other = ("user", "<evidence>\n[1] x\n</evidence>\nQuestion: Who?")
        assert _asked(url, other) == "I don't know"
    # It stuck to its story, gave in, and told another lie.
    assert {(True, False), (False, True), (False, False)} <= replies


def test_with_nothing_right_to_say_it_gives_in_by_not_knowing():
    told = [(c, said) for n in range(60) if (said := tell(c := case(n, None)))]
    assert "I don't know" in {reply(c, said, 1) for c, said in told}
