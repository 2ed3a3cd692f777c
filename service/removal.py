"""Removing a whole collection: a tenant who leaves."""

from knowledge.types import DEFAULT_COLLECTION
from service.bootstrap import Footing
from service.calibration.certificate import path_of
from service.generators.prompts.examples import forget_examples


def remove_collection(footing: Footing, name: str) -> None:
    """Delete a collection with its documents, triples, indexes, certificate and worked examples.

    The default collection is left there and empty. Feedback and evaluations are about answers, and
    stay until they are deleted themselves.

    Raises:
        UnknownCollectionError: there is none by this name.
        InvalidInputError: the file of examples cannot be read; nothing was deleted.
    """
    forget_examples(footing.settings.data, name)
    footing.store.delete_collection(name)
    if name == DEFAULT_COLLECTION:
        footing.store.create_collection(name)
    path_of(footing.settings.data, name).unlink(missing_ok=True)
    footing.searcher.discard_deleted()
