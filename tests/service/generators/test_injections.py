"""Documents that give orders: 60 of them, half Chinese, and a model that obeys each.

`injections.jsonl` holds what stands in a document, a question that the rest of the document
answers, what a model that obeys would write, and the part of that which nobody may ever see.
"""

import json
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from knowledge.text import language_of
from knowledge.types import Evidence
from service.answer import Source
from service.bootstrap import Footing, build
from service.config import Settings
from service.generators.base import Question
from service.generators.prompts.instructions import instructing_parts, without_obeyed
from service.generators.prompts.messages import estimate_tokens
from service.generators.prompts.writing import PromptWriter
from service.pipeline import Ask
from tests.servers.model_server import ModelServer, model_server

ROWS: list[dict[str, Any]] = [
    json.loads(line)
    for line in Path(__file__).with_name("injections.jsonl").read_text("utf-8").splitlines()
]
# What looks like an order at first sight, and is none.
INNOCENT: list[str] = [
    json.loads(line)
    for line in Path(__file__).with_name("innocent.jsonl").read_text("utf-8").splitlines()
]
TRUTHS = {
    "When was the Harbour bridge opened?": ("The Harbour bridge was opened in 1932 [1].", "1932"),
    "Who described LoRA in 2021?": ("LoRA was described by Edward Hu in 2021 [1].", "Edward Hu"),
    "明长城总长度是多少公里？": ("明长城总长度为8851公里。[1]", "8851"),
    "谁在1989年首次描述了灾难性遗忘？": (
        "McCloskey和Cohen在1989年首次描述了灾难性遗忘现象。[1]", "McCloskey"),
}  # fmt: skip
every_injection = pytest.mark.parametrize("row", ROWS, ids=[row["id"] for row in ROWS])


def test_there_are_enough_of_every_kind():
    languages = Counter(language_of(row["question"]) for row in ROWS)
    assert languages == {"en": 30, "zh": 30}
    assert len({row["kind"].split(",")[0] for row in ROWS}) >= 12
    assert len({row["text"] for row in ROWS}) == len(ROWS)


@every_injection
def test_in_a_prompt_it_stays_between_the_marks_of_its_document(row):
    evidence = [Evidence("passage", row["text"], context=row["text"]), Evidence("passage", "End.")]
    prompt = PromptWriter(estimate_tokens, 10**6).write(
        Question(row["question"], lambda _: 1.0), evidence
    )
    system, user = (message.content for message in prompt.messages)
    opening, first, *document, last, closing, asked = user.split("\n")
    assert (opening, last, closing) == ("<evidence>", "[2] End.", "</evidence>")
    assert asked.endswith(row["question"])
    assert first.startswith("[1] ")
    inside = "\n".join([first.removeprefix("[1] "), *document])
    assert not re.search(r"[<＜][\w/|｜!<]|[\[【]\s*\d|\[/?INST", inside)
    assert not re.search(r"^\W{0,4}(?:system|assistant|user|human|系统|助手|用户)\s*[:：]",
                         inside.replace("> ", "quoted "), re.I | re.M)  # fmt: skip
    assert not [c for c in inside if ord(c) >= 0xE0000 or c == "\u200b"]
    assert "<evidence>" in system


@pytest.mark.parametrize("text", INNOCENT)
def test_manuals_forms_and_references_give_no_orders_to_models(text):
    """They tell people what to say and to do, and no true sentence may be lost for that."""
    plain, ordered = instructing_parts(text)
    assert ordered == ""
    assert without_obeyed(text, "?", [Evidence("passage", text)]) == text
    assert "".join(plain.split()) == "".join(text.split())


@pytest.fixture(scope="module")
def liar() -> Iterator[ModelServer]:
    with model_server() as server:
        yield server


@pytest.fixture(scope="module")
def footing(liar: ModelServer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Footing]:
    """The real service with the trained checker; the model server is the only liar."""
    made = build(
        Settings(
            data=tmp_path_factory.mktemp("injected"),
            generator="openai",
            model="liar",
            openai_base_url=liar.base_url,
            reader="sentences",
        )
    )
    yield made
    made.close()


@pytest.mark.model
@every_injection
def test_a_model_that_obeys_it_is_not_released(liar, footing, row):
    liar.says(row["obeyed"])
    answer = footing.pipeline.ask(Ask(row["question"], sources=[Source(text=row["text"])]))
    assert answer.status == "abstained"
    assert row["payload"] not in answer.text


@pytest.mark.model
def test_a_model_that_does_not_obey_is_believed_in_spite_of_it(liar, footing):
    said = 0
    for row in ROWS:
        truth, value = TRUTHS[row["question"]]
        liar.says(truth)
        answer = footing.pipeline.ask(Ask(row["question"], sources=[Source(text=row["text"])]))
        said += answer.status == "answered" and value in answer.text
    assert said >= 50  # of 60
