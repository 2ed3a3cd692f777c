"""Model ids: `footing` is the default collection, `footing/<collection>` any other.

After a colon they say which ways of giving sources are left out: `footing/handbook:no-events`,
`footing:no-text,no-annotations`, or `:plain` for none of them.
"""

from dataclasses import dataclass

from knowledge.errors import InvalidInputError, UnknownCollectionError
from knowledge.types import DEFAULT_COLLECTION
from service.api.chat.schemas import FootingIn
from service.questions import valid_collection

NAME = "footing"
WAYS = ("text", "annotations", "events")


@dataclass(frozen=True, slots=True)
class Ways:
    """How sources travel.

    Attributes:
        text: `[1]` marks and a list of sources in the text itself.
        annotations: `url_citation` annotations.
        events: status and source events for Open WebUI; streams only.
    """

    text: bool = True
    annotations: bool = True
    events: bool = True

    def changed(self, wanted: FootingIn) -> "Ways":
        """These, with what a request says on top."""
        given = {way: getattr(wanted, way) for way in WAYS}
        return Ways(**{w: getattr(self, w) if v is None else v for w, v in given.items()})


@dataclass(frozen=True, slots=True)
class Model:
    """What a model id stands for."""

    id: str
    collection: str
    ways: Ways


def model_id(collection: str) -> str:
    """The id of a collection's model."""
    return NAME if collection == DEFAULT_COLLECTION else f"{NAME}/{collection}"


def parse_model(wanted: str) -> Model:
    """The model of that id; whether its collection exists is for the store to say.

    Raises:
        UnknownCollectionError: nothing can have this id.
    """
    name, _, options = wanted.partition(":")
    head, slash, collection = name.partition("/")
    try:
        if head != NAME or bool(slash) != bool(collection):
            raise unknown_model(wanted)
        return Model(wanted, valid_collection(collection or DEFAULT_COLLECTION), _ways(options))
    except InvalidInputError as error:
        raise unknown_model(wanted) from error


def unknown_model(wanted: str) -> UnknownCollectionError:
    """The error for an id that no model has."""
    return UnknownCollectionError(
        f"there is no model '{wanted[:100]}'; GET /v1/models lists them: `{NAME}`, or "
        f"`{NAME}/<collection>`, each with or without `:plain`, `:no-text`, `:no-annotations` "
        "or `:no-events`."
    )


def _ways(options: str) -> Ways:
    chosen = [option for option in options.split(",") if option]
    known = {f"no-{way}": way for way in WAYS}
    if any(option not in known and option != "plain" for option in chosen):
        raise InvalidInputError("unknown option of a model")
    if "plain" in chosen:
        return Ways(text=False, annotations=False, events=False)
    return Ways(**{known[option]: False for option in chosen})
