"""What a collection says of a name, and what is near a question: by keywords, exactly checked."""

import re
from collections.abc import Iterable

from indexes.keywords import KeywordIndex
from knowledge.graph import ALIAS_PREDICATES
from knowledge.store.base import Store
from knowledge.text import comparable, content_terms, language_of, terms
from knowledge.types import Chunk, Language, Triple
from service.evaluation.proposals.chinese_clauses import tight

# A name in more passages than this is too common to make sure of what is said about it.
_MANY = 400
_ALIAS = re.compile(r"([A-Za-z][\w -]{2,40}|[\u4e00-\u9fff]{2,12}) ?[（(]([\w -]{2,40})[)）]")


class Lookup:
    """Reads one collection. Passages are found by their terms and then compared as text."""

    def __init__(self, store: Store, collection: str, keywords: KeywordIndex) -> None:
        self._store = store
        self._collection = collection
        self._keywords = keywords
        self._seen: dict[str, list[Chunk] | None] = {}
        self._triples: dict[str, list[Triple]] = {}
        self._aliases: dict[str, set[str]] = {}

    def read_triples(self, names: Iterable[str]) -> None:
        """Keep the triples about `names`, and the names joined with them; reads a stream once."""
        wanted = {comparable(name) for name in names}
        upto = self._store.state(self._collection).sequence
        for triple in self._store.iter_triples(self._collection, 0, upto):
            ends = comparable(triple.subject), comparable(triple.object)
            for end in wanted.intersection(ends):
                self._triples.setdefault(end, []).append(triple)
            if comparable(triple.predicate) in ALIAS_PREDICATES:
                self._aliases.setdefault(ends[0], set()).add(ends[1])
                self._aliases.setdefault(ends[1], set()).add(ends[0])

    def mentions(self, name: str) -> list[Chunk] | None:
        """Passages with `name` in text, title or headings; None if too many to look at."""
        key = comparable(name)
        if key not in self._seen:
            self._seen[key] = self._find(key)
        return self._seen[key]

    def _find(self, key: str) -> list[Chunk] | None:
        ids = self._keywords.holding(terms(key), _MANY + 1)
        if len(ids) > _MANY or not key:
            return None
        named = re.compile(rf"(?<![a-z0-9]){re.escape(tight(key))}(?![a-z0-9])")
        chunks = self._store.chunks(self._collection, ids).values()
        return [c for c in chunks if named.search(tight(comparable(c.indexed_text)))]

    def states(self, name: str, stated: str, lang: Language | None = None) -> bool:
        """Whether anything in the collection may state such a fact of `name`; True in doubt.

        Args:
            name: of the subject; the names that stand beside it in brackets count as well.
            stated: regular expression of what would state it, searched in the whole passage.
            lang: the language of `stated` if it knows only one: then a passage in the other
                language that has the name is reason for doubt.
        """
        pattern = re.compile(stated)
        names, done = [comparable(name)], set[str]()
        while names:
            current = names.pop()
            if current in done:
                continue
            done.add(current)
            chunks = self.mentions(current)
            if chunks is None or any(pattern.search(c.indexed_text) for c in chunks):
                return True
            if lang and any(language_of(c.text) != lang for c in chunks):
                return True
            if any(pattern.search(t.verbalise()) for t in self._triples.get(current, ())):
                return True
            if len(done) < 8:
                names.extend(self._other_names(current, chunks))
        return False

    def _other_names(self, name: str, chunks: list[Chunk]) -> set[str]:
        found = set(self._aliases.get(name, ()))
        for chunk in chunks[:20]:
            for pair in _ALIAS.findall(chunk.text):
                one, other = (comparable(part) for part in pair)
                if one.endswith(name):
                    found.add(other)
                elif other == name:
                    found.add(one)
        return {n for n in found if len(n) > 1}

    def near(self, question: str, depth: int) -> list[Chunk]:
        """The passages closest to a question by BM25, best first."""
        hits = self._keywords.search(content_terms(question), depth)
        chunks = self._store.chunks(self._collection, [hit.id for hit in hits])
        return [chunks[hit.id] for hit in hits if hit.id in chunks]
