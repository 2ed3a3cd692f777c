"""What a language model wrote, read as a draft: markers become sources, a refusal an empty text."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from knowledge.errors import GeneratorFailedError
from knowledge.sentences import sentence_spans
from knowledge.text import comparable
from knowledge.types import Evidence
from service.generators.base import Draft
from service.generators.prompts.instructions import without_obeyed
from service.generators.prompts.messages import STOPS, Prompt
from service.generators.prompts.quoting import unquoted
from service.generators.question_type import answer_type, candidates_of_type

_THOUGHT = re.compile(r"<think(?:ing)?>.*?(?:</think(?:ing)?>|\Z)", re.DOTALL | re.IGNORECASE)
# Templates may open the thought in the prompt, so that only its end is written.
_THOUGHT_END = re.compile(r"\A.*</think(?:ing)?>", re.DOTALL | re.IGNORECASE)
_LEFT_OVER = re.compile(
    r"<[|｜][^|｜<>\n]{1,40}[|｜]>|</?s>|<(?:start|end)_of_turn>|<eos>|\[/?INST\]"
)
# Tried only where a run of blanks begins: tried at each of n blanks, it would take n² steps.
_MARKER = re.compile(
    r"(?<![^\S\n])[^\S\n]*[\[【［]\s*(?:(?:evidence|source|passage|证据|来源|资料)\s*)?#?"
    r"(\d{1,3}(?:\s*[,，、;；–-]\s*\d{1,3})*)(?:†[^\]】］\n]{0,40})?\s*[\]】］]",
    re.IGNORECASE,
)
_HEADING = re.compile(r"^[^\S\n]*#{1,6}[^\S\n]+", re.MULTILINE)
# A picture would be fetched, and its address can carry away what was asked.
_IMAGE = re.compile(r"!\[[^\]\n]*\]\([^)\n]*\)?")
_LINK = re.compile(r"\[([^\]\n]+)\]\([^)\n]*\)")
_EMPHASIS = re.compile(r"(?<![\w*])(\*\*|__)(?=\S)(.+?)(?<=\S)\1(?![\w*])")
_EVIDENCE_EN = (
    r"(?:evidence|context|documents?|passages?|sources?|texts?|information|excerpts?|facts?)"
)
_EVIDENCE_ZH = r"(?:资料|证据|内容|文档|信息|文本|文章|段落|材料|上下文|文)"
_PREAMBLE = re.compile(
    r"\A\s*(?:(?:answer|response)\s*:|(?:回答|答案|答)\s*[:：]"
    r"|(?:sure|certainly|of course)[!,.]"
    r"|(?:based on|according to|from)\s+(?:only\s+)?(?:the\s+)?"
    rf"(?:(?:provided|given|above|available|supplied|retrieved)\s+)?{_EVIDENCE_EN}"
    r"(?:\s+(?:provided|given|above|available))?\s*[,:，：]"
    rf"|(?:根据|依据|基于|按照)(?:您|你)?(?:以上|上述|所给|给定|提供|所提供|现有|已有)?的?{_EVIDENCE_ZH}"
    r"(?:内容|可知|显示)?\s*[,:，：])\s*",
    re.IGNORECASE,
)
_NOT = r"(?:does not|doesn't|do not|don't|did not|didn't|is not|isn't|are not|cannot|fails? to)"
_IS_NOT = r"(?:is not|isn't|was not|wasn't|cannot be|can't be)"
_TELLS = (
    r"(?:mention|state|specif|provid|give|say|tell|contain|include|address|discuss|indicate|answer|"
    r"describe|cover|reveal|explain|show|enough|sufficient|clear|have|known|found|possible)"
)
_TOLD = (
    r"(?:mentioned|stated|specified|provided|given|found|said|known|clear|determined|described|"
    r"included|answered|inferred|possible to (?:say|tell|know|determine))"
)
# A whole sentence that says that the answer is not known; one about the matter has another subject.
_REFUSAL = re.compile(
    r"(?:i(?:'m| am) (?:sorry|afraid)\W+)?(?:but )?(?:"
    r"i (?:do not|don't|cannot|can't|could not|couldn't|am unable to|am not able to) "
    r"(?:know|answer|find|tell|determine|say|see)\b"
    r"|(?:i have|there is|there's) (?:no|not enough|insufficient) "
    r"(?:\w+ )?(?:information|evidence|mention|answer|data|details?)\b"
    rf"|none of the (?:\w+ )?{_EVIDENCE_EN} {_TELLS}"
    rf"|(?:the |this |these )?(?:(?:provided|given|available|above) )?{_EVIDENCE_EN}"
    rf"(?: (?:provided|given|above))? (?:{_NOT} (?:\w+ )?{_TELLS}"
    r"|lacks? |contains? no |says? nothing|has no |have no |is insufficient)"
    rf"|(?:the answer|the question) {_IS_NOT} (?:\w+ )?{_TOLD}"
    rf"|(?:it|this|that) {_IS_NOT} (?:\w+ )?{_TOLD}(?:\W*\Z| (?:who|what|when|where|which|why|how|"
    rf"whether|if)\b| (?:in|by|from|based on) (?:(?:any of )?(?:the|these|this|that|any) )?"
    rf"(?:(?:provided|given|available|above) )?{_EVIDENCE_EN})"
    r"|(?:not (?:mentioned|stated|specified|enough information|in the evidence)|unknown|"
    r"unanswerable|no answer|n/a)\W*\Z)"
)
_TELLS_ZH = r"(?:得知|得出|确定|回答|判断|找到|知道|获知|推断|看出|了解|提供)"
_REFUSAL_ZH = re.compile(
    r"(?:很?抱歉|对不起)?\W*(?:我(?:并)?(?:不知道|不清楚)|(?:不知道|未知|不详|不清楚)\W*\Z"
    rf"|我?(?:无法|不能)[^。！？]{{0,20}}{_TELLS_ZH}|我?(?:没有|未能|没)找到"
    rf"|(?:根据|从|在)?(?:以上|上述|所给|给定|所?提供|现有|这些|该)?的?{_EVIDENCE_ZH}?(?:中|里|内)?[，,]?"
    rf"(?:我|并)?(?:(?:无法|不能)[^。！？]{{0,20}}{_TELLS_ZH}"
    r"|(?:没有|未|并未|没)(?:明确)?(?:提到|提及|说明|给出|指出|涉及|描述|答案"
    r"|(?:足够|相关)的?(?:信息|资料|证据|内容|依据|数据|细节|答案|说明|记载))"
    r"|(?:不包含|没有包含|未包含|不足以|缺少|没有)[^。！？]{0,20}(?:答案|信息|内容|回答|判断|说明)))"
)
_BUT = re.compile(r"\b(?:but|however|although|though|yet|only)\b|但|不过|然而|只是", re.IGNORECASE)
_EXACT = re.compile(r"\A\W*(?:i (?:don'?t|do not) know|我不知道)\s*(?:[.!。！]|\Z|\n)")
_END = re.compile(r"[.!?。！？…][\"'”’）)]*\s*\Z")
_SENTENCE_START = re.compile(r"\A[a-z](?=[a-z]+\b)")


@dataclass(frozen=True, slots=True)
class Written:
    """What a model wrote.

    Attributes:
        text: thoughts, markers and all.
        cut: whether it was stopped before it came to an end.
    """

    text: str
    cut: bool = False


def read_draft(
    answer: Written, question: str, prompt: Prompt, evidence: Sequence[Evidence]
) -> Draft:
    """The draft in what a model wrote.

    Args:
        answer: as written; of one that was cut, the sentence that has no end is dropped.
        question: what was asked.
        prompt: what was sent; its numbering is what markers refer to. Those to nothing are ignored.
        evidence: what it was written from; what an instruction in there ordered is dropped.

    Raises:
        GeneratorFailedError: there are only thoughts, or it was cut before its first
            sentence had an end.
    """
    written = _answer_in(answer.text)
    if answer.text.strip() and not written.strip():
        raise GeneratorFailedError(
            "the model wrote no answer, only thoughts or marks of its own; if it thinks before it "
            "answers, raise FOOTING_MAX_NEW_TOKENS."
        )
    if answer.cut and not went_on(answer.text):
        written = _finished(written)
    marks = [n for found in _MARKER.finditer(written) for n in _numbers(found[1])]
    stands_on = [prompt.shown[n - 1] for n in marks if 1 <= n <= len(prompt.shown)]
    said = without_obeyed(_prose(_MARKER.sub("", written)), question, evidence)
    if not said or is_refusal(said):
        return Draft("", left_out=prompt.left_out)
    value = _only_value(question, said)
    return Draft(
        text=said,
        short_answer=value,
        marked=(value,) if value else (),
        stands_on=tuple(dict.fromkeys(stands_on)),
        left_out=prompt.left_out,
    )


def text_of(answer: Written) -> str:
    """What a model wrote that was asked for no draft: without thoughts and signs of its own.

    Raises:
        GeneratorFailedError: it was cut before its end, or is empty.
    """
    text = _answer_in(answer.text).strip()
    if answer.cut or not text:
        raise GeneratorFailedError("the model wrote nothing, or was stopped before its end.")
    return text


def is_refusal(text: str) -> bool:
    """Whether a text says nothing but that the answer is not known.

    One that opens with the very words that were asked for is a refusal whatever follows: what
    follows then is no answer to the question.
    """
    if _EXACT.match(_folded(text)):
        return True
    sentences = [text[start:end] for start, end in sentence_spans(text)]
    return bool(sentences) and all(_refuses(sentence) for sentence in sentences)


def _refuses(sentence: str) -> bool:
    folded = _folded(sentence)
    known = _REFUSAL.match(folded) or _REFUSAL_ZH.match(folded)
    return bool(known) and not _BUT.search(folded[known.end() :] if known else "")


def _folded(text: str) -> str:
    return comparable(text).replace("’", "'").lstrip("-*• \"'")


def went_on(text: str) -> bool:
    """Whether a model has ended its answer and gone on with somebody else's turn."""
    spoken = _spoken(text)
    return any(stop in spoken for stop in STOPS)


def _answer_in(text: str) -> str:
    """Without thoughts, and only up to where the model went on with somebody else's turn."""
    text = _LEFT_OVER.sub("", _spoken(text))
    ends = [at for stop in STOPS if (at := text.find(stop)) >= 0]
    return text[: min(ends, default=len(text))]


def _spoken(text: str) -> str:
    """Without thoughts."""
    return _THOUGHT_END.sub("", _THOUGHT.sub("", text))


def _finished(text: str) -> str:
    """The sentences that came to an end."""
    *others, last = sentence_spans(text) or [(0, 0)]
    if _END.search(_MARKER.sub("", text[slice(*last)])):
        return text
    if not others:
        raise GeneratorFailedError(
            "the model was stopped before its first sentence had an end; raise "
            "FOOTING_MAX_NEW_TOKENS, above all for models that think before they answer."
        )
    return text[: others[-1][1]]


def _numbers(marker: str) -> list[int]:
    """The numbers of a marker: `1, 3` or `2-4`."""
    numbers: list[int] = []
    for part in re.split(r"[,，、;；]", marker):
        first, *last = (int(n) for n in re.findall(r"\d+", part))
        numbers.extend(range(first, (last[0] if last else first) + 1))
    return numbers


def _prose(text: str) -> str:
    """Without what introduces an answer, headings, emphasis and needless white space."""
    text = _LINK.sub(r"\1", _IMAGE.sub("", text))
    text = unquoted(_EMPHASIS.sub(r"\2", _HEADING.sub("", text)))
    text, trimmed = _PREAMBLE.subn("", text)
    if trimmed:
        text = _SENTENCE_START.sub(lambda match: match[0].upper(), text)
    lines = (" ".join(line.split()) for line in text.splitlines())
    return "\n".join(_once(line for line in lines if line))


def _once(lines: Iterable[str]) -> list[str]:
    """Lines each once: a small model that goes in circles says nothing new."""
    return list(dict.fromkeys(lines))


def _only_value(question: str, text: str) -> str | None:
    """The only value in the text of the kind that is asked for."""
    found = candidates_of_type(answer_type(question), text, question)
    values = list(dict.fromkeys(text[start:end] for start, end in found))
    return values[0] if len(values) == 1 else None
