"""Questions that look answerable and are not: one particular of an answerable one is changed.

The ways are those of people who write such questions (Rajpurkar et al., 2018). Every change is
looked up in the collection, and kept only if nothing that names the subject could state it.
"""

import random
import re
from collections.abc import Callable, Sequence

from knowledge.text import comparable
from knowledge.types import Language
from service.evaluation.proposals.accepting import is_question
from service.evaluation.proposals.attributes import OF_PEOPLE, OF_WORKS, SOFTWARE
from service.evaluation.proposals.english_events import DATED, MADE, MAKING
from service.evaluation.proposals.english_names import is_plural, is_specific
from service.evaluation.proposals.lookup import Lookup
from service.evaluation.proposals.proposal import Proposal, Unanswerable
from service.rewriting.altered_questions import opposite, other_number

# Subjects tried before a question goes without another one.
_TRIED = 25
_SWAPPED = ("agent", "date", "amount", "attribute", "cell", "place", "triple")
_PERSON_EN = re.compile(r"[A-Z][a-z]+(?: [A-Z]\.)? (?:[A-Z][\w'-]+)(?= (?:and|et al)|,|$)")
_PERSON_ZH = re.compile(
    r"^(?:[^的]*的)? ?((?!.*(?:大学|公司|院|团队|实验室|会))[\w .-]{2,24}?) ?等人"
)

Way = Callable[[Proposal, random.Random], Unanswerable | None]


class NearMisses:
    """Makes near misses of proposals of one collection."""

    def __init__(self, pool: Sequence[Proposal], lookup: Lookup) -> None:
        self._lookup = lookup
        self._questions = {comparable(p.found.question) for p in pool}
        self._kinds: dict[Language, dict[str, set[str]]] = {"en": {}, "zh": {}}
        for p in pool:
            if p.found.subject:
                self._kinds[p.lang].setdefault(p.found.subject, set()).add(_kind(p))
        makers = [p for p in pool if p.found.rule == "agent"]
        self._makers = {
            lang: sorted({p.found.answers[-1] for p in makers if p.lang == lang})
            for lang in ("en", "zh")
        }
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
            if self._is_new(question, base) and not self._lookup.states(
                other, found.stated, None if found.stated in (MADE, DATED) else base.lang
            ):
                return self._made("other_subject", question, base, other,
                                  f"‘{found.subject}’ was replaced by ‘{other}’")  # fmt: skip
        return None

    def _candidates(self, base: Proposal, draw: random.Random) -> list[str]:
        """Subjects of which the same things are asked: they are of the same kind, more or less."""
        subject, kinds = base.found.subject, self._kinds[base.lang]
        own = kinds.get(subject, set()) - {_kind(base)}
        ranked = []
        for other, asked in kinds.items():
            alike = sum(_WEIGHTS.get(kind.partition("|")[0], 1.0) for kind in own & asked)
            needed = 0.5 if base.found.rule in ("agent", "date") else 1.0
            if alike >= needed and _kind(base) not in asked and _fits(subject, other, base.lang):
                ranked.append((self._used.get(other, 0), -alike, draw.random(), other))
        return [other for _, _, _, other in sorted(ranked)[:_TRIED]]

    def other_detail(self, base: Proposal, draw: random.Random) -> Unanswerable | None:
        """The question with another year, number or maker, or a word turned into its opposite."""
        found = base.found
        ways = [self._other_year, self._other_maker, _other_number, _opposite]
        for way in ways:
            changed = way(base, draw)
            new = changed and _difference(found.question, changed)
            if not changed or not new or not found.subject or not self._is_new(changed, base):
                continue
            said = re.escape(new) if base.lang == "zh" else rf"(?i:\b{re.escape(new)}\b)"
            year = re.search(r"\d{4}", new)
            one_language = base.lang if way is _opposite else None
            if not self._lookup.states(found.subject, year[0] if year else said, one_language):
                note = f"made from ‘{found.question}’ ({found.answers[0]})"
                return self._made("other_detail", changed, base, found.subject, note)
        return None

    def _other_year(self, base: Proposal, draw: random.Random) -> str | None:
        """`Who introduced X?` with a year in which nobody did."""
        years = set(re.findall(r"(?<!\d)(?:1[5-9]|20)\d\d(?!\d)", base.sentence))
        if base.found.rule != "agent" or len(years) != 1:
            return None
        year = int(years.pop()) + draw.choice((-5, -4, -3, -2, 2))
        if base.lang == "en":
            return f"{base.found.question[:-1]} in {year}?"
        if "由谁" not in base.found.question:
            return None
        return base.found.question.replace("由谁", f"由谁在{year}年")

    def _other_maker(self, base: Proposal, draw: random.Random) -> str | None:
        """`When was X introduced?` with somebody who did not do it."""
        makers = self._makers[base.lang]
        if base.found.rule != "date" or base.found.stated != DATED or not makers:
            return None
        maker = draw.choice(makers)
        if base.lang == "en":
            made = re.search(rf"^When (?:was|were) .* (?:{MAKING})\?$", base.found.question)
            return f"{base.found.question[:-1]} by {maker}?" if made else None
        if re.search(r"是哪一年(?:\w{2})的？$", base.found.question):
            return base.found.question.replace("是哪一年", f"是哪一年由{maker}")
        return None

    def other_attribute(self, base: Proposal, draw: random.Random) -> Unanswerable | None:
        """Another question about a thing that was made, or about who made it."""
        found = base.found
        if found.rule not in ("agent", "triple") or found.stated != MADE:
            return None
        if base.lang == "en" and (is_plural(found.subject) or not is_specific(found.subject)):
            return None
        person = self._person(base) if draw.random() < 0.4 else None
        subject = person or base.found.subject
        asked = list((OF_PEOPLE if person else OF_WORKS)[base.lang])
        asked.sort(key=lambda a: (self._used.get(a[0], 0), draw.random()))
        for template, stated in asked:
            if "licen" in stated and not SOFTWARE.search(base.sentence):
                continue
            question = template.format(subject)
            if self._is_new(question, base) and not self._lookup.states(subject, stated):
                self._used[template] = self._used.get(template, 0) + 1
                note = "an attribute that no passage naming the subject mentions"
                return self._made("other_attribute", question, base, subject, note)
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


# What is asked of things of any kind says little about the kind.
_WEIGHTS = {
    "cell": 0.5,
    "definition": 0.25,
    "expansion": 0.25,
    "function": 0.25,
    "other_name": 0.25,
}
_ODD = frozenset("without with fewer more rare common same different public private".split())


def _kind(proposal: Proposal) -> str:
    """What is asked, without whom it is asked of."""
    return f"{proposal.found.rule}|{proposal.found.question.replace(proposal.found.subject, '')}"


def _fits(subject: str, other: str, lang: Language) -> bool:
    """Whether `other` can take the place of `subject` in a question, as far as grammar goes."""
    one, two = comparable(subject), comparable(other)
    if one in two or two in one:
        return False
    return lang == "zh" or (is_plural(subject) == is_plural(other) and is_specific(other))


def _other_number(base: Proposal, draw: random.Random) -> str | None:
    """A number of the question moved; one inside a name is a part of the name."""
    outside = base.found.question.replace(base.found.subject, "\x00") if base.found.subject else ""
    if not re.search(r"(?<![\w.-])\d+(?![\w.-]*[A-Za-z-])", outside):
        return None
    changed = other_number(outside, "", draw)
    return changed.replace("\x00", base.found.subject) if changed else None


def _opposite(base: Proposal, draw: random.Random) -> str | None:
    changed = opposite(base.found.question, base.lang, draw)
    word = changed and _difference(base.found.question, changed)
    return changed if word and word.lower() not in _ODD and len(word) > 1 else None


def _difference(one: str, other: str) -> str:
    """The part of `other` that `one` does not have, widened to whole words."""
    start = next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), 0)
    end = next(
        (i for i, (a, b) in enumerate(zip(one[::-1], other[::-1], strict=False)) if a != b), 0
    )
    stop = max(len(other) - end, start)
    while start > 0 and re.match(r"[A-Za-z0-9]", other[start - 1]):
        start -= 1
    while stop < len(other) and re.match(r"[A-Za-z0-9]", other[stop]):
        stop += 1
    return other[start:stop].strip()
