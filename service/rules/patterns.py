"""Users' regular expressions, with a bound on the time that one may take.

A pattern can be written so that matching takes time exponential in the text ("catastrophic
backtracking"). Refusing such patterns by their form refuses good ones and misses bad ones, so they
run on the `regex` package, which can give up. A pattern that gives up counts as matching: rules
withhold, and a rule that cannot be decided must not let anything through.
"""

import logging
from functools import lru_cache

import regex

MAX_PATTERN = 1000
# Far above what a harmless pattern takes on a question or a sentence.
SECONDS = 0.1
_log = logging.getLogger(__name__)


@lru_cache(maxsize=2048)
def compile_pattern(pattern: str) -> "regex.Pattern[str]":
    """A pattern that ignores case; raises `regex.error`."""
    return regex.compile(pattern, regex.IGNORECASE)


def matches(pattern: str, text: str, *, undecided: bool = True) -> bool:
    """Whether a pattern matches anywhere in a text.

    Args:
        pattern: a valid regular expression.
        text: a question, a sentence, a title.
        undecided: the answer when it takes too long.
    """
    try:
        return compile_pattern(pattern).search(text, timeout=SECONDS) is not None
    except TimeoutError:
        _log.warning("the pattern %r of a rule takes too long; it is taken to match", pattern)
        return undecided
