"""Writes the prompt of a question: rules, worked examples, numbered evidence, what was wrong.

What is the same for every question stands first, so that a model or its server can keep what it
computed for it. Evidence that does not fit is left out, least useful first, and counted.
"""

from collections.abc import Callable, Collection, Iterator, Sequence

from knowledge.errors import GeneratorFailedError
from knowledge.text import language_of
from knowledge.types import Evidence, Language
from service.answer import DONT_KNOW
from service.generators.base import Question, Revision
from service.generators.prompts.examples import Example
from service.generators.prompts.messages import Message, Prompt
from service.generators.prompts.quoting import quoted
from service.generators.prompts.selection import Selector
from service.generators.prompts.wording import WORDING, Wording

# A passage that has to be cut keeps at least this many characters, or there is no point.
_LEAST = 80
# Evidence quoted back in an objection; the whole stands above it.
_QUOTED = 300


class PromptWriter:
    """Writes prompts that fit.

    Args:
        count: tokens of a prompt as the model will get it.
        budget: most tokens that a prompt may have.
        selector: chooses worked examples; None for none.
        special_tokens: of the model's tokenizer, which no document may spell.
    """

    def __init__(
        self,
        count: Callable[[Sequence[Message]], int],
        budget: int,
        selector: Selector | None = None,
        special_tokens: Collection[str] = (),
    ) -> None:
        self._count = count
        self._budget = budget
        self._selector = selector
        self._special = special_tokens

    def write(
        self, question: Question, evidence: Sequence[Evidence], revision: Revision | None = None
    ) -> Prompt:
        """The prompt of a question, in its language.

        Examples make room before evidence does, the least near first; of the evidence the least
        useful goes first, and of the last piece its end.

        Raises:
            GeneratorFailedError: not even a part of one piece of evidence fits.
        """
        examples = self._selector.choose(question) if self._selector else []
        order = by_use(evidence, revision.sought if revision else ())
        for worked in _fewer(examples):
            prompt = self._with(question, evidence, order, revision, worked)
            if self._fits(prompt):
                return prompt
        most = _largest(
            len(order) - 1,
            lambda n: self._fits(self._with(question, evidence, order[:n], revision)),
        )
        if most:
            return self._with(question, evidence, order[:most], revision)
        return self._cut(question, evidence, order[:1], revision)

    def _cut(
        self,
        question: Question,
        evidence: Sequence[Evidence],
        order: Sequence[int],
        revision: Revision | None,
    ) -> Prompt:
        """The best piece alone, as much of it as fits."""
        whole = len(evidence[order[0]].text) if order else 0

        def upto(length: int) -> Prompt:
            return self._with(question, evidence, order, revision, cut=length)

        length = _largest(whole, lambda n: self._fits(upto(n)))
        if length < min(_LEAST, whole):
            raise GeneratorFailedError(
                f"the question leaves no room for evidence in the {self._budget} tokens that a "
                "prompt may have; choose a model with a longer context, raise "
                "FOOTING_CONTEXT_TOKENS, lower FOOTING_MAX_NEW_TOKENS, or ask more briefly."
            )
        return upto(length)

    def _fits(self, prompt: Prompt) -> bool:
        return self._count(prompt.messages) <= self._budget

    def _with(
        self,
        question: Question,
        evidence: Sequence[Evidence],
        order: Sequence[int],
        revision: Revision | None,
        examples: Sequence[Example] = (),
        cut: int | None = None,
    ) -> Prompt:
        language = language_of(question.text)
        wording = WORDING[language]
        shown = sorted(order)
        messages = [Message("system", wording.system)]
        for example in examples:
            pieces = [Evidence("passage", text) for text in example.evidence]
            messages.append(Message("user", self._ask(wording, example.question, pieces)))
            messages.append(Message("assistant", example.answer or DONT_KNOW[language]))
        pieces = [evidence[i] for i in shown]
        messages.append(Message("user", self._ask(wording, question.text, pieces, cut)))
        if revision is not None:
            messages += self._feedback(wording, revision, language)
        missing = len(evidence) - len(shown) + (cut is not None)
        return Prompt(tuple(messages), tuple(shown), missing)

    def _ask(
        self, wording: Wording, question: str, evidence: Sequence[Evidence], cut: int | None = None
    ) -> str:
        numbered = [self._piece(wording, n, e, cut) for n, e in enumerate(evidence, 1)]
        asked = quoted(question, self._special)
        return "\n".join(["<evidence>", *numbered, "</evidence>", f"{wording.question}{asked}"])

    def _piece(self, wording: Wording, number: int, item: Evidence, cut: int | None) -> str:
        above = wording.kinds.get(item.kind, item.context or item.title)
        text = item.text if cut is None else item.text[:cut]
        text = quoted(text, self._special) + (f" {wording.cut}" if cut is not None else "")
        above = " ".join(quoted(above, self._special).split())
        separator = ": " if item.kind != "passage" else "\n"
        return f"[{number}] {above}{separator}{text}" if above else f"[{number}] {text}"

    def _feedback(self, wording: Wording, revision: Revision, language: Language) -> list[Message]:
        lines = [wording.failed]
        for objection in revision.objections:
            form = wording.contradicted if objection.contradicted else wording.unsupported
            said = "; ".join(self._line(text)[:_QUOTED] for text in objection.evidence)
            lines.append(form.format(claim=self._line(objection.claim), evidence=said))
        draft = quoted(revision.draft, self._special) or DONT_KNOW[language]
        asked = "\n".join([*lines, wording.again])
        return [Message("assistant", draft), Message("user", asked)]

    def _line(self, text: str) -> str:
        return " ".join(quoted(text, self._special).split())


def by_use(evidence: Sequence[Evidence], sought: Collection[int] = ()) -> list[int]:
    """Positions of evidence, most useful first.

    Passages and triples come each in their own order, best first; of the same rank the triple goes
    first, since it says as much with a tenth of the tokens. What was sought for a draft that failed
    goes before all that the draft was written from.
    """
    ranks: dict[bool, int] = {}
    keys = []
    for position, item in enumerate(evidence):
        passage = item.kind == "passage"
        ranks[passage] = ranks.get(passage, 0) + 1
        keys.append((position not in sought, ranks[passage], passage, position))
    return [position for *_, position in sorted(keys)]


def _fewer(examples: Sequence[Example]) -> Iterator[Sequence[Example]]:
    """The examples, then fewer and fewer, then none; the first, a refusal, never without another.

    Args:
        examples: in the order in which they are shown: a refusal, then the nearest last.
    """
    yield examples
    for near in range(2, len(examples)):
        yield [examples[0], *examples[near:]]
    if examples:
        yield []


def _largest(most: int, fits: Callable[[int], bool]) -> int:
    """The largest number from 0 to `most` that fits, by bisection; 0 if none does."""
    low, high = 0, most
    while low < high:
        middle = (low + high + 1) // 2
        if fits(middle):
            low = middle
        else:
            high = middle - 1
    return low
