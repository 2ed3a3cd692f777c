"""Passages that look like the answer to a question and are not: the same subject, other facts."""

from collections.abc import Sequence

import numpy as np

from knowledge.text import comparable, terms
from service.tuning.rows import QuestionRow

# Candidates that are tried before a question goes without a near miss.
_TRIED = 6


class NearMisses:
    """The passages of the same title (of all, where there is no title) closest by TF-IDF."""

    def __init__(self, rows: Sequence[QuestionRow]) -> None:
        from sklearn.feature_extraction.text import TfidfVectorizer

        self._contexts = list(dict.fromkeys(row.context for row in rows))
        self._folded = [comparable(c) for c in self._contexts]
        place = {c: n for n, c in enumerate(self._contexts)}
        self._of_title: dict[str, list[int]] = {}
        for row in rows:
            members = self._of_title.setdefault(row.title, [])
            if place[row.context] not in members[-1:]:
                members.append(place[row.context])
        self._of_title = {t: sorted(set(m)) for t, m in self._of_title.items()}
        self._vectorizer = TfidfVectorizer(analyzer=terms, sublinear_tf=True)
        self._wordless = not any(terms(context) for context in self._contexts)
        if not self._wordless:
            self._table = self._vectorizer.fit_transform(self._contexts)

    def of(self, row: QuestionRow, skip: int = 0) -> str | None:
        """The closest passage to the question that holds none of its answers.

        Args:
            row: a question with its own passage and answers.
            skip: how many of the closest to pass over, for variety.
        """
        if self._wordless:
            return None
        members = self._of_title.get(row.title, [])
        if len(members) < 4:
            members = list(range(len(self._contexts)))
        answers = [comparable(row.context[a:b]) for a, b in row.spans]
        asked = self._vectorizer.transform([row.question])
        scores = (self._table[members] @ asked.T).toarray()[:, 0]
        for position in np.argsort(-scores, kind="stable")[skip : skip + _TRIED]:
            index = members[int(position)]
            folded = self._folded[index]
            if self._contexts[index] != row.context and not any(a in folded for a in answers):
                return self._contexts[index]
        return None

    def subject(self, row: QuestionRow) -> str:
        """Another passage under the same title, "" if there is none."""
        members = self._of_title.get(row.title, [])
        others = [m for m in members if self._contexts[m] != row.context] if row.title else []
        return self._contexts[others[len(row.question) * 7 % len(others)]] if others else ""
