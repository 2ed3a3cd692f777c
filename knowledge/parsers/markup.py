"""How much markup one file may hold, counted in pieces: tags, attributes and texts.

Each piece becomes an object or several in the trees that converters build, up to a kilobyte however
short it is: six thousand bytes of a packed file can stand for gigabytes of memory. A page of a book
is some hundreds of pieces.
"""

from knowledge.errors import UnreadableDocumentError

MAX_PIECES = 1_000_000


def too_much_markup(name: str, limit: int = MAX_PIECES) -> UnreadableDocumentError:
    """The error for a file of more than `limit` pieces."""
    return UnreadableDocumentError(
        "too_large",
        f"{name} is made of more than {limit:,} tags, attributes and texts, which is more than can "
        "be read at once. Split it, or convert it to text.",
        name=name,
        limit=limit,
    )
