"""Which sentences of an English document speak of its topic without naming it."""

import re

from knowledge.text import comparable
from knowledge.triples.english.names import kind_of
from knowledge.triples.english.patterns import ADJUNCT, SUBJECT
from knowledge.triples.masking import NAME, TOPIC
from knowledge.triples.topic import Topic

_PERSONS = re.compile(
    r"\b(?:man|woman|[a-z]{2,}(?:er|or|ist|ian|eer|man|woman|ess)|priest|monk|king|queen|prince|duke|earl|"
    r"saint|pilot|chef|coach|critic|artist|poet|athlete|cyclist|judge|attorney|footballer|scientist|"
    r"official|leader|recipient|nurse|scholar|general|colonel|bishop|pope|emperor|diplomat|spy|model|"
    r"rapper|entrepreneur|businessperson|academic|activist|architect|guard|goalkeeper|expert)$"
)
_NOT_PERSONS = frozenset(
    "river water power tower center number order paper computer theater chapter character weather "
    "author newspaper member cluster disorder container sector motor factor vector error computer "
    "quarter border corner flower letter matter thriller order master register server cancer layer "
    "parameter transformer optimizer tensor door floor harbor harbour tractor reactor corridor "
    "helicopter cruiser destroyer fighter bomber carrier trailer".split()
) - {"author", "member"}
_PRONOUN = re.compile(
    r"^(?P<lead>(?:[A-Z][^,;.]{1,60}, )?)(?P<word>[Hh]e|[Ss]he|[Ii]t|[Tt]hey)\b(?!['’])"
)
_DESCRIPTION = re.compile(
    r"^(?P<lead>(?:[A-Z][^,;.]{1,60}, )?)[Tt]h(?:e|is) (?P<noun>[a-z]+)(?= (?:is|was|were|are|"
    r"has|had|also|[a-z]+ed|[a-z]+s)\b)"
)
_LEADS = re.compile(
    r"^(?:In|On|At|During|After|Before|By|From|Since|Until|Following|Later|However|Then|Subsequently|Also)\b"
)


class TopicReader:
    """Replaces what stands for the topic, sentence by sentence, by `TOPIC`."""

    def __init__(self, topic: Topic) -> None:
        self._topic = topic
        self._clear = True
        if looks_like_person(topic.base):
            topic.short.add(comparable(topic.base.split()[-1]))

    def new_paragraph(self) -> None:
        """What was spoken of before does not count any more."""
        self._clear = True

    def resolve(self, masked: str) -> str:
        """The sentence with its leading pronoun or description replaced, if that is the topic."""
        if self._topic.name:
            masked = self._replaced(masked)
        self._follow(masked)
        return masked

    def _replaced(self, masked: str) -> str:
        if (found := _PRONOUN.match(masked)) and self._means_topic(found["word"].lower()):
            return _with_topic(masked, found)
        if (found := _DESCRIPTION.match(masked)) and found["noun"] in self._topic.nouns:
            return _with_topic(masked, found)
        return masked

    def _means_topic(self, pronoun: str) -> bool:
        if not self._clear or pronoun == "they":
            return False
        if pronoun == "it":
            return self._topic.person is False
        if self._topic.person is None:
            return looks_like_person(self._topic.base)
        return self._topic.person

    def _follow(self, masked: str) -> None:
        """Whether the next pronoun can mean the topic: nobody else came up as a subject."""
        subject = SUBJECT.match(ADJUNCT.sub("", masked, count=1))
        if subject:
            self._clear = subject["subject"] == TOPIC
        elif re.search(NAME, masked.replace(TOPIC, "")):
            self._clear = self._clear and bool(self._topic.person)

    def learn(self, noun: str) -> None:
        """The topic was said to be a `noun`."""
        head = re.split(r" of | in | for ", noun)[0].split()
        if not head or not head[-1].islower():
            return
        self._topic.nouns.add(head[-1])
        if self._topic.person is None:
            self._topic.person = bool(_PERSONS.search(head[-1])) and head[-1] not in _NOT_PERSONS

    def is_person(self) -> None:
        """The topic is a person: it was said to be born or to have died."""
        self._topic.person = True


def _with_topic(masked: str, found: re.Match[str]) -> str:
    lead = found["lead"]
    if lead and not _LEADS.match(lead):
        return masked
    return lead + TOPIC + masked[found.end() :]


def looks_like_person(name: str) -> bool:
    """Two to four capitalised words without digits that no word tells to be something else."""
    words = name.split()
    return (
        2 <= len(words) <= 4
        and all(word[0].isupper() for word in words)
        and not re.search(r"\d|,|\b(?:The|Of|And)\b", name)
        and kind_of(name) == "other"
    )
