"""Running other people's converters: one at a time, quietly, with one kind of error.

Their exceptions depend on library and version and their warnings are meant for developers; a
person who ingests a folder needs to know which file is broken.
"""

import logging
import threading
import warnings
from collections.abc import Iterator
from contextlib import contextmanager

from knowledge.errors import FootingError, UnreadableDocumentError

# pdfium is not thread-safe, nor are warning filters; the work holds the GIL anyway.
_LOCK = threading.RLock()
_NOISY = ("pdfminer", "pdfplumber", "pypdfium2", "openpyxl", "markitdown", "PIL")


@contextmanager
def converting(name: str, kind: str) -> Iterator[None]:
    """Silence the libraries used inside and translate whatever they raise to `malformed`.

    Our own errors pass: refusals, and the end of a deadline.

    Args:
        name: the file's name, for the message.
        kind: what the file should be, such as `Word document`.

    Raises:
        UnreadableDocumentError: the converter gave up.
    """
    for logger in _NOISY:
        logging.getLogger(logger).setLevel(logging.CRITICAL)
    with _LOCK, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            yield
        except FootingError:
            raise
        # Hostile and broken files raise anything: KeyError, RecursionError, struct.error, ...
        except Exception as error:
            raise malformed(name, kind, cause=type(error).__name__) from error


def malformed(name: str, kind: str, **details: object) -> UnreadableDocumentError:
    """The error for a file that is damaged or cut short."""
    return UnreadableDocumentError(
        "malformed",
        f"{name} is damaged or incomplete and cannot be read as a {kind}. "
        "Open it in its program, save it again and retry.",
        name=name,
        **details,
    )
