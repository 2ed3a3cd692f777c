"""Instructions to language models that stand in documents, and drafts that obeyed one.

A prompt quotes documents, but a model may obey them all the same. What it then writes often does
stand in the evidence, word for word, so that no check of support can object. Therefore a sentence
of a draft is dropped when a word of it, other than the question's, is said by nothing but text
that speaks to a model. By rule, en and zh; what no rule knows is left to the check of the claims.
"""

import base64
import codecs
import re
import unicodedata
from collections.abc import Iterable, Sequence

from knowledge.sentences import sentence_spans
from knowledge.text import content_terms, terms
from knowledge.types import Evidence

_SAY = r"(?:answer|reply|respond|say|write|output|print|state|name|claim|pretend|give|cite|repeat)"
# What manuals do not ask of people as a matter of course.
_UTTER = r"(?:answer|reply|respond|say|output|state|claim|pretend|cite|repeat)"
_MODEL = r"(?:assistants?|ai(?: models?)?|chatbots?|llms?|language models?|bots?)"
# A turn of somebody else, or the end of the quotation: all that follows speaks to the model.
_TURN = re.compile(
    r"[<＜]\s*[|｜][^\n>＞]{1,40}[|｜]\s*[>＞]|\[/?INST\]|<<\s*/?SYS\s*>>|</?s>"
    r"|<(?:start|end)_of_turn>|[<＜]\s*[/／]?\s*evidence\s*[>＞]"
    r"|^[^\S\n]*#{2,}[^\S\n]*(?:instructions?|response|system|指令|回答)\s*[:：]"
    r"|^[^\S\n]*[\[【]\d{1,3}[\]】][^\n]*\b(?:for|to|tells?) the assistant\b"
    r"|^[^\S\n]*[\[【]\d{1,3}[\]】][^\n]*(?:给|对|要求|告诉)助手",
    re.IGNORECASE | re.MULTILINE,
)
# A line that opens as a turn of a chat. So do lines of manuals ("System: Ubuntu 22.04"), so it
# takes the other side of a chat as well, or words to a model behind it.
_ROLE = re.compile(
    r"^[^\S\n]*(system|assistant|human|user|系统|助手|用户)\s*[:：]", re.IGNORECASE | re.MULTILINE
)
_OWN_ROLES = frozenset(("assistant", "助手"))
_ADDRESSED = re.compile(
    r"\b(?:ignore|disregard|forget|override|bypass)\b[^.!?\n]{0,40}\b(?:instructions?|rules?|"
    r"evidence|(?:all|everything|anything|the) above|(?:all|everything) previous|prompts?|"
    r"guidelines)\b"
    r"|\byou are now\b|\bfrom now on\b"
    rf"|\byou (?:must|have to|will|should) (?:{_UTTER}|(?:now|only|always) {_SAY})\b"
    rf"|(?:^|[.:;!]\s*|\b(?:please|always|instead|then|now)\s+){_SAY}\s+"
    r"(?:that|with|only|so|as|your|the (?:following|word|year)|[\"'“‘\d])"
    rf"|\b{_MODEL}\b[^.!?\n]{{0,40}}(?:\b(?:must|should|will|shall|has to|have to|to)\s+"
    rf"(?:always |only )?(?:{_SAY}|obey|follow)\b)"
    rf"|(?:(?<=\w )|(?<=-- )){_MODEL}\b[^.!?\n]{{0,20}}:"
    r"|\b(?:note|message|instructions?) (?:to|for) (?:the |all )?" + _MODEL + r"\b"
    r"|\bmessage from (?:the |your )?(?:developers?|admin\w*|system)\b|\[(?:admin|system)\]"
    r"|\b(?:your|the|print|reveal|repeat) (?:system prompt|instructions|api key)\b"
    r"|\btell the user\b|\b(?:decode|apply|follow)\b[^.!?\n]{0,30}\b(?:base64|rot13|follow|obey)\b"
    r"|\bend your answer\b|\b(?:translate|repeat|print) (?:everything|all)\b"
    r"|<!--|display:\s*none"
    r"|(?:忽略|不要理会|不要管|无视|忘记|忘掉|覆盖)[^。！？\n]{0,12}(?:指令|规则|资料|以上|上面|提示|内容)"
    r"|从现在起|你现在是|(?:请|都要|永远|一律|照此|你(?:必须|应当))(?:直接|只|都)?(?:回答|输出|回复|写成?)"
    r"|(?:助手|人工智能|机器人)[^。！？\n]{0,12}(?:注意|必须|应当|请|要求|将|[：:])|要求助手"
    r"|(?:重复|输出|泄露)[^。！？\n]{0,8}(?:你的|系统提示|指令|密钥)|系统提示词|告诉用户|假装是"
    r"|解码[^。！？\n]{0,20}(?:照做|执行)|倒过来读|(?:读|解码)并(?:执行|照做)"
    r"|翻译成[^。！？\n]{0,6}[。.]?\Z|在回答末尾|你必须(?:只|输出|回答)",
    re.IGNORECASE | re.MULTILINE,
)
_BASE64 = re.compile(r"[A-Za-z0-9+/]{16,}={0,2}")
# Letters that are not drawn but can be read: their code points lie this far above ASCII.
_TAGS = 0xE0000


def instructing_parts(text: str) -> tuple[str, str]:
    """A text in two: what it says, and what it says to a language model.

    A sentence that speaks to a model counts with the one behind it, which often is what the model
    is to say; after a forged turn everything counts.
    """
    seen, unseen = _read_unseen(text)
    upto = _forged_turn(seen)
    plain: list[str] = []
    instructing = [unseen, seen[upto:]]
    left = 0
    for start, end in sentence_spans(seen[:upto]):
        sentence = seen[start:end]
        left = 2 if _ADDRESSED.search(sentence) else left - 1
        (instructing if left > 0 else plain).append(sentence)
    return "\n".join(plain), "\n".join(part for part in instructing if part.strip())


def without_obeyed(draft: str, question: str, evidence: Sequence[Evidence]) -> str:
    """A draft without the sentences that only an instruction in the evidence can have given."""
    parts = [instructing_parts(f"{item.context}\n{item.text}") for item in evidence]
    ordered = _terms(form for _, part in parts if part for form in _readings(part))
    if not ordered:
        return draft
    only_ordered = ordered - _terms(plain for plain, _ in parts) - set(terms(question))
    kept = [
        draft[start:end]
        for start, end in sentence_spans(draft)
        if not only_ordered.intersection(content_terms(draft[start:end]))
    ]
    return "\n".join(kept)


def _forged_turn(text: str) -> int:
    """Where a text begins to pose as a turn of a conversation; its length if it does not."""
    turn = _TURN.search(text)
    upto = turn.start() if turn else len(text)
    lines = list(_ROLE.finditer(text))
    roles = {line[1].casefold() for line in lines}
    both = len(roles) > 1 and roles & _OWN_ROLES
    if lines and (both or _ADDRESSED.search(text, lines[0].start())):
        upto = min(upto, lines[0].start())
    return upto


def _terms(texts: Iterable[str]) -> set[str]:
    return {term for text in texts for term in terms(text)}


def _read_unseen(text: str) -> tuple[str, str]:
    """A text without characters that nobody sees, and what those that are letters spell."""
    seen = "".join(c for c in text if unicodedata.category(c) != "Cf")
    unseen = "".join(chr(ord(c) - _TAGS) for c in text if 0x20 <= ord(c) - _TAGS < 0x7F)
    return seen, unseen


def _readings(part: str) -> list[str]:
    """A text as it stands, backwards, and decoded in the ways that every model knows."""
    found = [part, part[::-1], codecs.encode(part, "rot13")]
    for match in _BASE64.findall(part):
        try:
            found.append(base64.b64decode(match + "=" * (-len(match) % 4)).decode())
        except ValueError:
            continue
    return found
