"""What a document is about, as its title says: the default subject of its sentences."""

import re
from dataclasses import dataclass, field

from knowledge.text import comparable

_DISAMBIGUATED = re.compile(r"^(?P<base>.{2,}?) ?[(（](?P<hint>[^()（）]{1,40})[)）]$")
# A title that names a file, a list or a year's events is no subject that "it" stands for.
_NO_SUBJECT = re.compile(
    r"^(?:List|Lists|Index|Outline|Timeline|Draft|Category|Template|Portal)\b|^[\W\d]*$|列表$|\.\w{2,4}$|[?？!！:：/|]"
)
MAX_TITLE = 60


@dataclass(slots=True)
class Topic:
    """The entity that a document's title names.

    Attributes:
        name: the entity's name, with the title's disambiguation ("Mercury (planet)"); empty if the
            title names none.
        base: how the text calls it ("Mercury").
        nouns: what the document says it is, word for word ("planet", "film", 电影).
        person: whether it is a person, as far as the document has told.
        short: other names that only this document's sentences call it by, such as a surname.
    """

    name: str = ""
    base: str = ""
    nouns: set[str] = field(default_factory=set)
    person: bool | None = None
    short: set[str] = field(default_factory=set)

    @classmethod
    def of_title(cls, title: str) -> "Topic":
        """The topic of a document with this title."""
        title = " ".join(title.split()).removeprefix("Draft:").strip()
        if not 1 < len(title) <= MAX_TITLE or _NO_SUBJECT.search(title):
            return cls()
        found = _DISAMBIGUATED.match(title)
        if not found:
            return cls(title, title)
        return cls(title, found["base"], set(comparable(found["hint"]).split()))

    def is_named(self, name: str) -> bool:
        """Whether a name is the topic's own."""
        if not self.name:
            return False
        folded = comparable(name)
        return folded in self.short or folded in (comparable(self.name), comparable(self.base))
