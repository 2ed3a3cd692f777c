from benchmarks.small_model.conversations import (
    Conversation,
    conversations,
    prompt_of,
    with_examples,
)
from service.tuning.rows import QuestionRow

FILLER = "It published a journal twice a year. Its members met in the town hall on Sundays."


def row(number: int) -> QuestionRow:
    """One of many societies, each founded in a year of its own."""
    year = str(1900 + number)
    context = f"The society was founded in Leeds in {year}. {FILLER}"
    start = context.index(year)
    question = f"When was the society of {year[-2:]} members founded?"
    return QuestionRow(str(number), question, context, ((start, start + 4),), "en", "Society")


def answer_of(conversation: Conversation) -> str:
    """The year of the society that is asked about."""
    return "19" + conversation.question.split(" of ")[1][:2]


def test_prompt_has_the_form_of_the_services_own():
    assert prompt_of("Who?", ["One\nline.", "Two."], "en") == (
        "<evidence>\n[1] One line.\n[2] Two.\n</evidence>\nQuestion: Who?"
    )
    assert prompt_of("谁？", ["甲。"], "zh").endswith("</evidence>\n问题： 谁？")


def test_replies_say_the_answer_and_cite_the_passage_that_says_it():
    found = list(conversations([row(n) for n in range(80)], 0))
    assert len(found) == 80
    answered = [c for c in found if c.reply != "I don't know"]
    assert {len(c.evidence) for c in answered} == {1, 2}
    for conversation in answered:
        cited = int(conversation.reply[-2])
        assert answer_of(conversation) in conversation.reply
        assert answer_of(conversation) in conversation.evidence[cited - 1]


def test_refusals_stand_beside_evidence_without_the_answer():
    found = list(conversations([row(n) for n in range(80)], 0))
    refused = [c for c in found if c.reply == "I don't know"]
    assert 0 < len(refused) < 20
    assert not any(answer_of(c) in c.evidence[0] for c in refused)


def test_the_same_seed_tells_the_same():
    rows = [row(n) for n in range(10)]
    assert list(conversations(rows, 3)) == list(conversations(rows, 3))


def test_an_example_is_another_exchange_of_the_same_language():
    english = Conversation("Who?", ("Anna rang.",), "Anna rang. [1]", "en")
    chinese = Conversation("谁？", ("安娜敲钟。",), "安娜敲钟。 [1]", "zh")
    found = with_examples([english, chinese] * 100, 0)
    behind = [c for c in found if c.example]
    assert 0 < len(behind) < 60
    assert all(c.example is not None and c.example.lang == c.lang for c in behind)
    assert [m["role"] for m in behind[0].messages()] == ["user", "assistant"] * 2
