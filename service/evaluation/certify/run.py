"""Calibrates a service with a file of cases: runs them, fits, certifies, keeps the certificate."""

from dataclasses import dataclass
from pathlib import Path

from knowledge.errors import InvalidInputError
from service.calibration.certificate import Certificate
from service.evaluation.cases.files import CaseFile
from service.evaluation.cases.types import QaCase
from service.evaluation.certify.calibrate import Calibration, calibrate, certificate
from service.evaluation.certify.labelled import labelled
from service.evaluation.runs.folder import read_rows
from service.evaluation.runs.run import RunOptions, run
from service.evaluation.tasks.make import Assembled, make_task

FOLDER = "calibrations"


@dataclass(frozen=True, slots=True)
class Promise:
    """What to certify."""

    risk: float
    confidence: float


@dataclass(frozen=True, slots=True)
class Kept:
    """A calibration with the certificate that was written, and the folder of its run."""

    made: Calibration
    certificate: Certificate
    path: Path
    run: Path


def calibrate_service(
    service: Assembled,
    data: Path,
    cases: CaseFile,
    collection: str,
    promise: Promise,
    options: RunOptions,
) -> Kept:
    """Ask every case, certify, and write the certificate into the data directory.

    A run that was interrupted goes on; a certificate that was there is replaced only at the end.

    Raises:
        InvalidInputError: the cases are of another task, mix contexts with the collection, or are
            too few.
    """
    about = _about(cases, collection)
    task = make_task(service, "qa", collection)
    out = data / FOLDER / f"{about or 'given sources'} {cases.sha256[:12]}"
    run(task, cases, out, options)
    known = labelled(read_rows(out))
    made = calibrate(known, promise.risk, promise.confidence)
    kept = certificate(
        made,
        known,
        promise.risk,
        promise.confidence,
        collection=about,
        binding=service.pipeline.standards.binding(about),
        source=cases.path.name,
    )
    return Kept(made, kept, kept.save(data), out)


def _about(cases: CaseFile, collection: str) -> str | None:
    """The collection that the cases ask, or None when each brings its own sources."""
    if cases.task != "qa":
        raise InvalidInputError(
            f"{cases.path} holds cases of the task '{cases.task}'; calibration needs questions "
            "with their right answers (`qa`)."
        )
    given = {bool(case.contexts) for case in cases if isinstance(case, QaCase)}
    if len(given) > 1:
        raise InvalidInputError(
            f"some cases of {cases.path} bring contexts and some ask the collection; calibrate "
            "them apart, for they are answered differently."
        )
    return None if given == {True} else collection
