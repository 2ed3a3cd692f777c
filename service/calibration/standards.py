"""Which threshold an answer has to pass, and what may be promised about those that do."""

import logging
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from knowledge.errors import InvalidInputError
from service.answer import Guarantee, ThresholdOrigin
from service.calibration.certificate import Binding, Certificate, path_of
from service.calibration.drift import DriftWatch
from service.calibration.scale import IDENTITY, Scale

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Standard:
    """What one answer is held to.

    Attributes:
        scale: from the raw support of a draft to the support that is compared and shown.
        guarantee: None without a certificate.
    """

    threshold: float
    origin: ThresholdOrigin
    scale: Scale = IDENTITY
    guarantee: Guarantee | None = None


@dataclass(slots=True)
class _Loaded:
    modified: float
    certificate: Certificate | None
    watch: DriftWatch
    problem: str | None = None
    said: tuple[str, ...] = ()


class Standards:
    """Reads certificates from the data directory, and notices when they stop holding.

    A new certificate takes effect with the next question; nothing has to be restarted.

    Args:
        data: the data directory.
        threshold: without a certificate.
        origin: where that threshold comes from.
        bind: what answers now, for a collection or (None) for given sources.
    """

    def __init__(
        self,
        data: Path,
        threshold: float,
        origin: ThresholdOrigin,
        bind: Callable[[str | None], Binding],
    ) -> None:
        self._data = data
        self.threshold = threshold
        self._origin = origin
        self.binding = bind
        self._loaded: dict[str | None, _Loaded] = {}
        self._lock = threading.Lock()

    def of(self, collection: str | None, language: str) -> Standard:
        """The standard for a question in a language."""
        loaded = self._load(collection)
        certificate = loaded.certificate if loaded else None
        default = Standard(self.threshold, self._origin)
        if loaded is None or certificate is None:
            return default
        now = self.binding(collection)
        reasons = [*certificate.binding.changes(now), *loaded.watch.reasons]
        if self._origin == "setting":
            reasons.append(f"the setting `threshold` is {self.threshold}, which was not certified")
        self._say(collection, loaded, tuple(reasons))
        guarantee = certificate.guarantee(reasons) if certificate.certified else None
        if not certificate.binding.same_answers(now) or self._origin == "setting":
            # Its numbers mean nothing for other models, and an operator's own word counts.
            return Standard(self.threshold, self._origin, guarantee=guarantee)
        scale = certificate.scale(language)
        if not certificate.certified:
            return Standard(self.threshold, self._origin, scale)
        return Standard(certificate.threshold, "certificate", scale, guarantee)

    def seen(self, collection: str | None, support: float, touched: float) -> None:
        """Take in what a live question scored."""
        loaded = self._loaded.get(collection)
        if loaded and loaded.certificate:
            loaded.watch.add(support, touched)

    def warnings(self, collections: Sequence[str]) -> list[str]:
        """Why promises to these collections and to given sources do not hold, for operators."""
        found = []
        for collection in (None, *collections):
            self.of(collection, "en")
            if loaded := self._loaded.get(collection):
                reasons = [loaded.problem] if loaded.problem else loaded.said
                found += [f"certificate of {_name(collection)}: {reason}" for reason in reasons]
        return found

    def _load(self, collection: str | None) -> _Loaded | None:
        path = path_of(self._data, collection)
        try:
            modified = path.stat().st_mtime_ns
        except OSError:
            self._loaded.pop(collection, None)
            return None
        with self._lock:
            loaded = self._loaded.get(collection)
            if loaded is None or loaded.modified != modified:
                loaded = self._loaded[collection] = _read(path, modified)
        return loaded

    def _say(self, collection: str | None, loaded: _Loaded, reasons: tuple[str, ...]) -> None:
        if reasons == loaded.said:
            return
        loaded.said = reasons
        if reasons:
            _log.warning(
                "the certificate of %s does not hold any more: %s. Run `footing calibrate` again.",
                _name(collection), "; ".join(reasons),
            )  # fmt: skip
        else:
            _log.info("the certificate of %s holds again", _name(collection))


def _read(path: Path, modified: float) -> _Loaded:
    try:
        certificate = Certificate.load(path)
    except InvalidInputError as error:
        _log.warning("%s", error.message)
        return _Loaded(modified, None, DriftWatch({}), error.message)
    return _Loaded(modified, certificate, DriftWatch(certificate.reference))


def _name(collection: str | None) -> str:
    return "given sources" if collection is None else f"collection '{collection}'"
