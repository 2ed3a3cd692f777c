"""A model server that lies on purpose: the liar's sentences over the real protocol.

Told what is wrong with a sentence, it does one of three things, each as often: it sticks to its
story, tells another lie, or gives in and says what is right, or that it does not know.
"""

import random
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from benchmarks.generation.cases import Case
from benchmarks.generation.liar import Told, another_lie
from knowledge.text import language_of
from service.answer import DONT_KNOW
from service.generators.prompts.quoting import quoted
from service.generators.prompts.wording import WORDING
from tests.servers.model_server import Say, Step, model_server

NAME = "liar"
_END_OF_EVIDENCE = "</evidence>\n"


@contextmanager
def lying_server(pairs: Sequence[tuple[Case, Told]]) -> Iterator[str]:
    """The address of a server that answers the questions of some cases.

    Args:
        pairs: each case with what is said to its question at first.
    """
    told = {
        WORDING[language_of(case.question)].question + quoted(case.question): (case, said)
        for case, said in pairs
    }

    def script(body: dict[str, Any]) -> Sequence[Step]:
        contents = [m["content"] for m in body["messages"] if m["role"] == "user"]
        asked = max(n for n, content in enumerate(contents) if _END_OF_EVIDENCE in content)
        known = told.get(contents[asked].rsplit(_END_OF_EVIDENCE, 1)[1])
        return [Say(reply(*known, len(contents) - asked - 1) if known else DONT_KNOW["en"])]

    with model_server() as server:
        server.script = script
        yield server.base_url


def reply(case: Case, said: Told, objections: int) -> str:
    """What the liar answers, the same every time.

    Args:
        case: what it is asked.
        said: what it says at first.
        objections: how often it was told that this is wrong.
    """
    if not objections:
        return f"{said.text} [1]"
    draw = random.Random(f"{objections} {case.id}")  # noqa: S311 - reproducible choices
    way = draw.randrange(3)
    truth = f"{said.right} [1]" if said.right else DONT_KNOW[language_of(case.question)]
    if way == 0:
        return f"{said.text} [1]"
    lie = another_lie(case, said, draw) if way == 1 else None
    return f"{lie} [1]" if lie else truth
