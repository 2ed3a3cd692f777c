"""Names that hold the name that is asked about, and what they name."""

import pytest

from service.generators.lookalikes import about_another
from service.generators.spans import Span


def _about_another(question: str, sentence: str, answer: str) -> bool:
    start = sentence.index(answer)
    return about_another(question, sentence, Span(start, start + len(answer), 5.0))


@pytest.mark.parametrize(
    ("question", "sentence", "answer"),
    [
        ("LoRA 是谁提出的？", "O-LoRA 由 Xiao Wang 等人提出，让多个 LoRA 正交。", "Xiao Wang"),
        ("lora是谁提出的", "LoRAMoE由窦士涵等人提出，它把多个LoRA当作专家。", "窦士涵"),
        ("Who introduced LoRA?", "QLoRA was introduced by Tim Dettmers.", "Tim Dettmers"),
        ("Who introduced LoRA?", "LoRA+ was introduced by Soufiane Hayou.", "Soufiane Hayou"),
        ("Who introduced LoRA+?", "LoRA was introduced by Edward Hu.", "Edward Hu"),
        ("LoRA+ 是谁提出的？", "O-LoRA 由 Xiao Wang 等人提出。", "Xiao Wang"),
        ("When was GPT-4 released?", "GPT-4o was released in May 2024, GPT-4 before.", "May 2024"),
        ("Who introduced BERT?", "Sentence-BERT, by Reimers in 2019, beats BERT.", "Reimers"),
        ("BERT 是谁提出的？", "Sentence-BERT，由 Reimers 提出，比 BERT 快。", "Reimers"),
    ],
)  # fmt: skip
def test_another_thing_of_a_longer_name(question, sentence, answer):
    assert _about_another(question, sentence, answer)


@pytest.mark.parametrize(
    ("question", "sentence", "answer"),
    [
        # It is named beside the other.
        ("Who introduced LoRA?", "LoRA and QLoRA were introduced by Hu and Dettmers.", "Hu"),
        # One of a family is one of it, and so are several.
        ("How large is LLaMA-2?", "LLaMA-2-7B has 7 billion parameters.", "7 billion"),
        ("What does a GPU need?", "GPUs need power.", "power"),
        # Not named at all: "It" may be what was asked about.
        ("Who introduced LoRA?", "It was introduced by Edward Hu.", "Edward Hu"),
        # Plain words are in other words.
        ("What did the Norman build?", "The Normans built castles.", "castles"),
        ("Who introduced lora?", "Exploration was introduced by Hu.", "Hu"),
        ("LoRA 是谁提出的？", "exploration 由 Hu 提出。", "Hu"),
        # The other is what was asked for, or asked about as well.
        ("Which LoRA is quantised?", "The quantised one is QLoRA.", "QLoRA"),
        ("What does LoRA+ add to LoRA?", "LoRA+ adds two rates.", "two rates"),
        # Ordinals and years are no names.
        ("Who ruled in the 13th century?", "In the mid-13th century ruled Samma.", "Samma"),
        ("2007年的GDP是多少？", "2007年全区GDP4.8亿元。", "4.8亿元"),
        # The other thing stands in another clause.
        ("Who introduced LoRA?", "Unlike QLoRA, it was introduced by Edward Hu.", "Edward Hu"),
        ("Who introduced BERT?", "BERT, by Jacob Devlin, came before RoBERTa.", "Jacob Devlin"),
        ("谁写了这本书？", "这本书由王明写成。", "王明"),
    ],
)  # fmt: skip
def test_the_thing_itself(question, sentence, answer):
    assert not _about_another(question, sentence, answer)
