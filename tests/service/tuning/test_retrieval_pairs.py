"""What an embedder learns from: whole sentences around answers, and honest negatives."""

from service.tuning.retrieval_pairs import retrieval_pairs
from service.tuning.rows import QuestionRow

WALL = "长城是中国古代的军事防御工程。它东起山海关，西至嘉峪关。明长城总长度为8851公里。"
BRIDGE = "赵州桥是一座位于河北的石拱桥。它由李春设计建造。桥长六十四米，跨径三十七米。"


def _row(number: int, question: str, context: str, answer: str) -> QuestionRow:
    start = context.index(answer)
    return QuestionRow(str(number), question, context, ((start, start + len(answer)),), "zh")


ROWS = [
    _row(1, "长城东起哪里？", WALL, "山海关"),
    _row(2, "明长城有多长？", WALL, "8851公里"),
    _row(3, "赵州桥是谁设计的？", BRIDGE, "李春"),
]


def test_every_question_gets_a_passage_of_whole_sentences_with_its_answer():
    pairs = list(retrieval_pairs(ROWS, sentences=0, hard=0))
    assert [p.question for p in pairs] == [r.question for r in ROWS]
    assert [p.group for p in pairs] == [0, 0, 1]
    for pair, row in zip(pairs, ROWS, strict=True):
        ((start, end),) = row.spans
        assert row.context[start:end] in pair.passage
        assert pair.passage in row.context
        assert pair.passage.endswith("。")
        assert pair.hard == ""


def test_a_hard_negative_is_of_another_context_and_lacks_the_answer():
    missed = []
    for seed in range(6):  # some draws pass over the only other context there is
        pairs = retrieval_pairs(ROWS, sentences=0, hard=1, seed=seed)
        missed += [(p.hard, row) for p, row in zip(pairs, ROWS, strict=True) if p.hard]
    assert {row.context for _, row in missed} == {WALL, BRIDGE}
    for hard, row in missed:
        ((start, end),) = row.spans
        assert hard not in row.context
        assert row.context[start:end] not in hard


def test_sentences_ask_for_the_passage_they_were_taken_from():
    pairs = list(retrieval_pairs(ROWS, sentences=2, hard=0))[len(ROWS) :]
    assert [p.group for p in pairs] == [0, 0, 1, 1]
    for pair in pairs:
        context = (WALL, BRIDGE)[pair.group]
        assert pair.question in context
        assert pair.passage.replace(pair.question, "") in context.replace(pair.question, "")


def test_the_same_seed_makes_the_same_pairs_and_another_one_others():
    first = list(retrieval_pairs(ROWS, seed=1))
    assert first == list(retrieval_pairs(ROWS, seed=1))
    assert any(first != list(retrieval_pairs(ROWS, seed=n)) for n in range(2, 6))
