"""Questions that look answerable and are not: one particular of an answerable one is changed.

The ways are those of people who write such questions (Rajpurkar et al., 2018). Every change is
looked up in the collection, and kept only if nothing that names the subject could state it.
"""

import random
import re
from collections.abc import Callable, Iterator, Sequence

from knowledge.text import comparable
from service.evaluation.proposals.accepting import is_question
from service.evaluation.proposals.english_events import MADE
from service.evaluation.proposals.english_names import is_plural, is_specific
from service.evaluation.proposals.lookup import Lookup
from service.evaluation.proposals.proposal import Proposal, Unanswerable
from service.rewriting.altered_questions import opposite, other_number

# Subjects tried before a question goes without another one.
_TRIED = 25
_SWAPPED = ("agent", "date", "amount", "attribute", "cell", "place", "triple")
# What may be asked of something that was made, with what a passage that answers it would hold.
_OF_WORKS = {
    "en": (
        ("Under which licence was {} released?", r"(?i:licen[cs]e|open[- ]source)|许可|开源|协议"),
        ("Which award did {} win?", r"(?i:award|prize|medal)|奖"),
        ("How much money did the development of {} cost?",
         r"(?i:cost|dollar|budget|price|fund)|[$€£]|成本|花费|美元|万元|费用"),
        ("In which city was {} developed?", r"(?i:\bcity\b|headquarter|based in)|城市|总部|位于|市"),
        ("Which programming language was {} written in?",
         r"(?i:programming language|python|c\+\+|rust|java|cuda)|编程语言|语言编写"),
    ),
    "zh": (
        ("{}采用哪种开源许可证？", r"(?i:licen[cs]e|open[- ]source)|许可|开源|协议"),
        ("{}获得过什么奖项？", r"(?i:award|prize|medal)|奖"),
        ("开发{}一共花费了多少钱？", r"(?i:cost|dollar|budget|price|fund)|[$€£]|成本|花费|美元|万元|费用"),
        ("{}是用哪种编程语言编写的？",
         r"(?i:programming language|python|c\+\+|rust|java|cuda)|编程语言|语言编写"),
    ),
}  # fmt: skip
_OF_PEOPLE = {
    "en": (
        ("In which city was {} born?", r"(?i:\bborn|birth|native)|出生|生于"),
        ("At which university did {} get a doctorate?", r"(?i:ph\.?d|doctor|universit|graduat|degree)|大学|博士|毕业"),
        ("Which award did {} receive?", r"(?i:award|prize|medal)|奖"),
    ),
    "zh": (
        ("{}出生于哪一年？", r"(?i:\bborn|birth)|出生|生于"),
        ("{}毕业于哪所大学？", r"(?i:ph\.?d|universit|graduat|degree)|毕业|博士|学位"),
        ("{}获得过什么奖项？", r"(?i:award|prize|medal)|奖"),
    ),
}  # fmt: skip
_PERSON_EN = re.compile(r"[A-Z][a-z]+(?: [A-Z]\.)? (?:[A-Z][\w'-]+)(?= (?:and|et al)|,|$)")
_PERSON_ZH = re.compile(r"^(?:[^的]*的)? ?((?!.*(?:大学|公司|院|团队|实验室|会))[\w .-]{2,24}?) ?等人")

Way = Callable[[Proposal, random.Random], Unanswerable | None]


class NearMisses:
    """Makes near misses of proposals of one collection."""

    def __init__(self, pool: Sequence[Proposal], lookup: Lookup) -> None:
        self._lookup = lookup
        self._questions = {comparable(p.found.question) for p in pool}
        named = [p for p in pool if p.found.subject]
        self._subjects = {
            lang: list(dict.fromkeys((p.found.subject, p.found.rule, p.document_id)
                                     for p in named if p.lang == lang))
            for lang in ("en", "zh")
        }  # fmt: skip
        self._used: dict[str, int] = {}

    @property
    def ways(self) -> tuple[Way, ...]:
        """The kinds of near misses, to be taken in turn."""
        return (self.other_subject, self.other_detail, self.other_attribute)

    def other_subject(self, base: Proposal, draw: random.Random) -> Unanswerable | None:
        """The question about something else of the collection, of which nothing says it."""
        found = base.found
        if found.rule not in _SWAPPED or not found.stated or found.subject not in found.question:
            return None
        for other in self._candidates(base, draw):
            question = found.question.replace(found.subject, other)
            if self._is_new(question, base) and not self._lookup.states(other, found.stated):
                return self._made("other_subject", question, base, other,
                                  f"‘{found.subject}’ was replaced by ‘{other}’")  # fmt: skip
        return None

    def _candidates(self, base: Proposal, draw: random.Random) -> Iterator[str]:
        """Subjects that could stand in: of the same rule first, the same document before others."""
        subject = base.found.subject
        known = self._subjects[base.lang]
        order = draw.sample(known, min(len(known), 400))
        order.sort(key=lambda s: (self._used.get(s[0], 0), s[1] != base.found.rule, s[2] != base.document_id))  # fmt: skip
        tried = 0
        for other, _, _ in order:
            one, two = comparable(subject), comparable(other)
            named = base.lang == "zh" or is_specific(other) or " " in other
            alike = base.lang == "zh" or is_plural(subject) == is_plural(other)
            if one in two or two in one or not named or not alike:
                continue
            yield other
            tried += 1
            if tried >= _TRIED:
                return

    def other_detail(self, base: Proposal, draw: random.Random) -> Unanswerable | None:
        """The question with a year or number moved, or a word turned into its opposite."""
        question, subject = base.found.question, base.found.subject
        outside = question.replace(subject, "\x00") if subject else question
        # A number inside a name is a part of the name.
        plain = re.search(r"(?<![\w.-])\d+(?![\w.-]*[A-Za-z-])", outside)
        changed = (plain and other_number(outside, "", draw)) or opposite(outside, base.lang, draw)
        if not changed:
            return None
        changed = changed.replace("\x00", subject)
        new = _difference(question, changed)
        if not new or not subject or not self._is_new(changed, base):
            return None
        if self._lookup.states(subject, re.escape(new) if base.lang == "zh" else rf"(?i:\b{re.escape(new)}\b)"):  # fmt: skip
            return None
        return self._made("other_detail", changed, base, subject, f"made from ‘{question}’")

    def other_attribute(self, base: Proposal, draw: random.Random) -> Unanswerable | None:
        """Another question about a thing that was made, or about who made it."""
        if base.found.rule not in ("agent", "triple") or base.found.stated != MADE:
            return None
        person = self._person(base) if draw.random() < 0.4 else None
        subject = person or base.found.subject
        asked = list((_OF_PEOPLE if person else _OF_WORKS)[base.lang])
        asked.sort(key=lambda a: (self._used.get(a[0], 0), draw.random()))
        for template, stated in asked:
            question = template.format(subject)
            if self._is_new(question, base) and not self._lookup.states(subject, stated):
                self._used[template] = self._used.get(template, 0) + 1
                return self._made("other_attribute", question, base, subject,
                                  "an attribute that no passage naming the subject mentions")  # fmt: skip
        return None

    def _person(self, base: Proposal) -> str | None:
        answer = base.found.answers[0]
        if base.lang == "zh":
            match = _PERSON_ZH.match(answer)
            return match[1].strip() if match else None
        several = re.search(r"\band\b|et al", answer)
        match = _PERSON_EN.match(answer)
        return match[0] if match and several else None

    def _is_new(self, question: str, base: Proposal) -> bool:
        return comparable(question) not in self._questions and is_question(question, base.lang)

    def _made(
        self, way: str, question: str, base: Proposal, subject: str, note: str
    ) -> Unanswerable:
        self._questions.add(comparable(question))
        self._used[subject] = self._used.get(subject, 0) + 1
        return Unanswerable(way, question, base, note)


def _difference(one: str, other: str) -> str:
    """The part of `other` that `one` does not have, widened to whole words."""
    start = next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), 0)
    end = next((i for i, (a, b) in enumerate(zip(one[::-1], other[::-1], strict=False)) if a != b), 0)
    stop = max(len(other) - end, start)
    while start > 0 and re.match(r"[A-Za-z0-9]", other[start - 1]):
        start -= 1
    while stop < len(other) and re.match(r"[A-Za-z0-9]", other[stop]):
        stop += 1
    return other[start:stop].strip()


