"""The content of a file of triples, packed by gzip or not, never more than a limit of it."""

import gzip
import io
import zlib

from knowledge.errors import InvalidInputError
from knowledge.parsers.files import megabytes


def unpacked(data: bytes, name: str, max_bytes: int, *, packed: bool) -> bytes:
    """The content of a file; a few megabytes may be packed from many gigabytes.

    Raises:
        InvalidInputError: it is over `max_bytes`, or no complete gzip file.
    """
    if packed:
        try:
            with gzip.GzipFile(fileobj=io.BytesIO(data)) as stream:
                data = stream.read(max_bytes + 1)
        except (OSError, EOFError, zlib.error) as error:
            raise InvalidInputError(f"'{name}' is not a complete gzip file.") from error
    if len(data) > max_bytes:
        unpacks = "unpacks to" if packed else "has"
        raise InvalidInputError(
            f"'{name}' {unpacks} more than {megabytes(max_bytes)}. Split it.", limit=max_bytes
        )
    return data
