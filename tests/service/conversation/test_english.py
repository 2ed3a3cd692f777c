"""English conversations about documents: what the last question asks, and what is left alone."""

import pytest

from service.conversation.condense import condense
from service.conversation.turns import Turn

Exchange = tuple[str, str]

BRIDGE: Exchange = (
    "When was the Harbour bridge opened?",
    "The Harbour bridge in Sydney was opened in 1932. [1]\n\n**Sources**\n\n- [1] [Harbour bridge]"
    "(http://localhost/v1/documents/bridge): The tunnel was opened in 1992.",
)
LORA: Exchange = ("Who introduced LoRA?", "LoRA was introduced by Edward Hu in 2021.")
LORA_IS: Exchange = ("What is LoRA?", "LoRA is a method that trains two small matrices.")
FRANCE: Exchange = ("What is the capital of France?", "Paris is the capital of France.")
FORGETTING: Exchange = (
    "What is catastrophic forgetting?",
    "Catastrophic forgetting is the loss of old knowledge after new training.",
)
CUP: Exchange = ("Who won the world cup in 2018?", "France won the World Cup in 2018.")
REFUNDS: Exchange = ("What is the refund policy?", "Goods can be returned within 30 days.")
TWO: Exchange = ("What is the difference between LoRA and QLoRA?", "QLoRA quantises the base.")
GOOGLE: Exchange = ("Who founded Google?", "Larry Page and Sergey Brin founded Google in 1998.")
FREEZES: Exchange = ("Which method freezes the weights?", "LoRA freezes the weights of a model.")
SPEED: Exchange = (
    "Does LoRA change the speed of inference?",
    "LoRA does not change the speed of inference.",
)
PHI: Exchange = ("How many parameters does Phi-2 have?", "Phi-2 — parameter count — 2.7 billion")
HAMLET: Exchange = ("Who wrote Hamlet?", "Shakespeare wrote Hamlet around 1600.")
UNKNOWN: Exchange = ("Who painted The Night Watch?", "I don't know")
MIXED: Exchange = ("How does mixed precision training work?", "It keeps a copy in full precision.")
REVENUES: Exchange = ("What were Acme's revenues in Q3 2023?", "They were 3.2 million.")
PASSWORD: Exchange = ("How do I reset my password?", "Open Settings and choose Reset.")
EVEREST: Exchange = ("How tall is Mount Everest?", "Mount Everest is 8,849 metres tall.")
AGREEMENT: Exchange = ("Which countries signed the Paris Agreement?", "195 countries signed it.")
PENICILLIN: Exchange = ("Who discovered penicillin?", "Alexander Fleming did, in 1928.")
LOUVRE: Exchange = ("Where is the Louvre?", "The Louvre is in Paris.")


def asked(question: str, *before: Exchange) -> str:
    """What the question asks after these exchanges."""
    turns = [
        turn
        for exchange in before
        for turn in (Turn("user", exchange[0]), Turn("assistant", exchange[1]))
    ]
    return condense([*turns, Turn("user", question)]).question


@pytest.mark.parametrize(
    ("before", "question", "alone"),
    [
        # something else is put in the place of what was asked about
        (CUP, "and in 2022?", "Who won the world cup in 2022?"),
        (CUP, "What about 2014?", "Who won the world cup in 2014?"),
        (CUP, "2014?", "Who won the world cup in 2014?"),
        (FRANCE, "What about Germany?", "What is the capital of Germany?"),
        (BRIDGE, "what about the tunnel?", "When was the tunnel opened?"),
        (LORA, "How about QLoRA?", "Who introduced QLoRA?"),
        (LORA, "And QLoRA?", "Who introduced QLoRA?"),
        (LORA, "QLoRA?", "Who introduced QLoRA?"),
        (LORA, "Sorry, I meant QLoRA", "Who introduced QLoRA?"),
        (LORA, "Same for QLoRA?", "Who introduced QLoRA?"),
        (PHI, "And Phi-3?", "How many parameters does Phi-3 have?"),
        (HAMLET, "And Macbeth?", "Who wrote Macbeth?"),
        (GOOGLE, "What about Microsoft?", "Who founded Microsoft?"),
        (REFUNDS, "What about gift cards?", "What is the refund policy for gift cards?"),
        (REVENUES, "And in Q4?", "What were Acme's revenues in Q4 2023?"),
        (REVENUES, "And profits?", "What were Acme's profits in Q3 2023?"),
        (REVENUES, "What about 2022?", "What were Acme's revenues in Q3 2022?"),
        (EVEREST, "And K2?", "How tall is K2?"),
        (EVEREST, "in feet?", "How tall is Mount Everest in feet?"),
        (AGREEMENT, "What about the Kyoto Protocol?", "Which countries signed the Kyoto Protocol?"),
        (PENICILLIN, "And insulin?", "Who discovered insulin?"),
        # it, they, he, there
        (REVENUES, "Why did they fall?", "Why did Acme's revenues fall?"),
        (REVENUES, "Who is its CEO?", "Who is Acme's CEO?"),
        (AGREEMENT, "Why did the US leave it?", "Why did the US leave the Paris Agreement?"),
        (PENICILLIN, "Was he awarded the Nobel Prize?",
         "Was Alexander Fleming awarded the Nobel Prize?"),
        (PASSWORD, "How long does that take?", "How long does it take to reset my password?"),
        (BRIDGE, "Who designed it?", "Who designed the Harbour bridge?"),
        (BRIDGE, "And how long is it?", "How long is the Harbour bridge?"),
        (BRIDGE, "How many lanes does it have?", "How many lanes does the Harbour bridge have?"),
        (LORA_IS, "who invented it?", "Who invented LoRA?"),
        (LORA_IS, "And who founded it?", "Who founded LoRA?"),
        (FRANCE, "How big is it?", "How big is Paris?"),
        (FRANCE, "How many people live there?", "How many people live in Paris?"),
        (LOUVRE, "How do I get there?", "How do I get to the Louvre?"),
        (LORA, "Where does he work?", "Where does Edward Hu work?"),
        (LORA, "When did he publish it?", "When did Edward Hu publish LoRA?"),
        (HAMLET, "When was he born?", "When was Shakespeare born?"),
        (HAMLET, "When was it written?", "When was Hamlet written?"),
        (GOOGLE, "When did they meet?", "When did Larry Page and Sergey Brin meet?"),
        (GOOGLE, "When was it founded?", "When was Google founded?"),
        (FREEZES, "Who introduced it?", "Who introduced LoRA?"),
        (PHI, "How much memory does it need?", "How much memory does Phi-2 need?"),
        (UNKNOWN, "When was it painted?", "When was The Night Watch painted?"),
        (FORGETTING, "How can it be prevented?", "How can catastrophic forgetting be prevented?"),
        (MIXED, "Which GPUs support it?", "Which GPUs support mixed precision training?"),
        (REFUNDS, "Does it cover sale items?", "Does the refund policy cover sale items?"),
        # its, this method, that year, the latter
        (BRIDGE, "What is its length?", "What is the Harbour bridge's length?"),
        (LORA_IS, "What are its advantages?", "What are LoRA's advantages?"),
        (LORA_IS, "Who introduced this method?", "Who introduced LoRA?"),
        (LORA_IS, "How does this work?", "How does LoRA work?"),
        (LORA_IS, "How does that compare to full fine-tuning?",
         "How does LoRA compare to full fine-tuning?"),
        (FORGETTING, "Who first described this phenomenon?",
         "Who first described catastrophic forgetting?"),
        (BRIDGE, "How many lanes does the bridge have?",
         "How many lanes does the Harbour bridge have?"),
        (BRIDGE, "What else happened that year?", "What else happened in 1932?"),
        (TWO, "Who introduced the latter?", "Who introduced QLoRA?"),
        (TWO, "Who invented the first one?", "Who invented LoRA?"),
        (TWO, "Do both support Chinese?", "Do both LoRA and QLoRA support Chinese?"),
        (TWO, "Which one is faster?", "Which one is faster, LoRA or QLoRA?"),
        # pieces of questions
        (LORA, "When?", "When was LoRA introduced?"),
        (LORA, "and in which year?", "In which year was LoRA introduced?"),
        (BRIDGE, "by whom?", "By whom was the Harbour bridge opened?"),
        (BRIDGE, "How many lanes?", "How many lanes does the Harbour bridge have?"),
        (BRIDGE, "how long?", "How long is the Harbour bridge?"),
        (BRIDGE, "And the height?", "What is the height of the Harbour bridge?"),
        (SPEED, "Why?", "Why is it that LoRA does not change the speed of inference?"),
        (SPEED, "Are you sure?", "Does LoRA change the speed of inference?"),
        (LORA_IS, "Tell me more", "Tell me more about LoRA."),
        (FORGETTING, "Can you explain it in more detail?",
         "Tell me more about catastrophic forgetting."),
    ],
)  # fmt: skip
def test_a_follow_up_is_completed(before, question, alone):
    assert asked(question, before) == alone


@pytest.mark.parametrize(
    "question",
    [
        "Who invented espresso?",
        "What is LoRA?",
        "And who wrote Hamlet?",
        "Hello",
        "Thanks!",
        "ok, thank you very much",
        "Compare LoRA and QLoRA",
        "Explain the refund policy",
        "List the steps to request a refund",
        "mixed precision training",
        "What are the side effects of aspirin?",
        "How do transformers handle long inputs?",
        "How many lanes does the Golden Gate bridge have?",
        # "it" and "that" that stand for nothing said before
        "What time is it?",
        "Is it true that the moon is made of cheese?",
        "Is it possible to run Phi-2 on a laptop?",
        "How long does it take to brew espresso?",
        "Did Edward Hu say that LoRA is fast?",
        "What is the model that won the prize?",
        "Which model that was released in 2021 is the fastest?",
        "Are there any toll roads in Sydney?",
        "What happened in Germany this year?",
        "What if I forgot my email?",
        "What is the second highest mountain?",
        "Can an admin reset a password?",
        # the question itself says what they stand for
        "Does Paris have its own airport?",
        "Who wrote the book and what is its title?",
        "What is LoRA and who introduced it?",
        "When the tunnel was closed, how long was it?",
        "Who introduced LoRA and when did he publish it?",
    ],
)
@pytest.mark.parametrize("before", [BRIDGE, LORA, FORGETTING])
def test_a_question_that_stands_alone_is_left_as_it_is(before, question):
    assert asked(question, before) == question


def test_follow_ups_of_follow_ups():
    before = (CUP, ("and in 2014?", "Germany won in 2014."))
    assert asked("and in 2010?", *before) == "Who won the world cup in 2010?"
    before = (LORA, ("What about QLoRA?", "QLoRA was introduced by Tim Dettmers in 2023."))
    assert asked("Where does he work?", *before) == "Where does Tim Dettmers work?"
    assert asked("How does it save memory?", *before) == "How does QLoRA save memory?"


def test_a_new_subject_is_what_later_questions_lean_on():
    before = (LORA, BRIDGE)
    assert asked("How long is it?", *before) == "How long is the Harbour bridge?"


def test_the_subject_outlives_small_talk_and_refusals():
    before = (LORA_IS, ("Thanks!", "You're welcome."), ("Who pays for it?", "I don't know"))
    assert asked("What are its drawbacks?", *before) == "What are LoRA's drawbacks?"


def test_the_first_question_is_never_changed():
    assert asked("And what about its price?") == "And what about its price?"
    condensed = condense([Turn("user", " Who introduced it? ")])
    assert (condensed.question, condensed.changed) == ("Who introduced it?", False)


def test_what_was_changed_says_so():
    turns = [Turn("user", LORA[0]), Turn("assistant", LORA[1]), Turn("user", "And QLoRA?")]
    assert condense(turns).changed
    assert not condense([*turns[:-1], Turn("user", "Who invented espresso?")]).changed


def test_a_long_question_brings_its_own_context():
    question = "Someone wrote it down at length. " * 12 + "Who introduced it?"
    assert asked(question, LORA) == question


@pytest.mark.parametrize(
    "text",
    ["?", "...", "it " * 120, "the " * 100, "and " * 100, "[" * 250, "a.b." * 70, "’s ’s ’s", "🙂",
     "\u202e it", "Which which which is it"],
)  # fmt: skip
def test_odd_texts_do_no_harm(text):
    assert asked(text, BRIDGE, (text, text)).strip()
