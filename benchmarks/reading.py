"""The reader on passages that are given: SQuAD 2.0, Natural Questions and CMRC 2018."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.metrics import roc_auc_score

from benchmarks import data, report
from indexes.embedding.base import Embedder
from knowledge.sentences import sentence_spans
from knowledge.text import content_terms, terms
from knowledge.types import Evidence
from service.bootstrap_generators import make_reader
from service.config import Settings
from service.evaluation.metrics.answers import exact_match, f1, is_right
from service.evaluation.metrics.thresholds import (
    Scored,
    answered_rightly,
    best_threshold,
    f1_at,
    in_turn,
    threshold_for_precision,
)
from service.generators.base import Question
from service.generators.look import span_text
from service.generators.reader import SentenceReader
from service.generators.spans import FLOOR
from service.tuning.contrast import source_sets
from service.tuning.handbooks import handbook_rows
from service.tuning.rows import QuestionRow, as_json
from service.tuning.sets import Sets
from service.tuning.splits import rows_of

PRECISION = 0.9
# Questions of the further sets.
MOST = 1000
_SCORES = ("raw", "calibrated")
LANGUAGES = {"en": "English", "zh": "Chinese"}


@dataclass(frozen=True)
class Read:
    """What came of one question beside its own passage.

    Attributes:
        text: the span.
        raw: scored by the model's own margin over nothing.
        calibrated: the same span scored by the reader's answerability.
    """

    text: str
    raw: Scored
    calibrated: Scored


def read(reader: SentenceReader, rows: Sequence[dict[str, Any]]) -> list[Read]:
    """Every question beside its own passage."""
    found = []
    for row in rows:
        evidence = [Evidence(kind="passage", text=row["context"])]
        reading = reader.read(Question(row["question"], lambda _: 1.0), evidence)
        best = max(reading.found, key=lambda p: p.span.log_odds if p.span else FLOOR)
        text = span_text(best.candidate, best.span)
        references = [a["text"] for a in row["answers"]] if row["answerable"] else []
        value = f1(text, references) if references else 0.0
        case = Scored(
            best.span.log_odds if best.span else FLOOR,
            value,
            is_right(text, text, references),
            bool(references),
        )
        found.append(Read(text, case, replace(case, score=reading.answerability)))
    return found


def _row(name: str, rows: Sequence[dict[str, Any]], found: Sequence[Read]) -> list[object]:
    pairs = [(r, x) for r, x in zip(rows, found, strict=True) if x.raw.answerable]
    em = np.mean([exact_match(x.text, [a["text"] for a in r["answers"]]) for r, x in pairs])
    mean = np.mean([x.raw.value for _, x in pairs])
    closest = np.mean([f1(_closest(r), [a["text"] for a in r["answers"]]) for r, _ in pairs])
    return [name, len(pairs), 100 * float(em), 100 * float(mean), 100 * float(closest)]


def _closest(row: dict[str, Any]) -> str:
    """The sentence that shares most words with the question."""
    asked = set(content_terms(row["question"]))
    sentences = [row["context"][a:b] for a, b in sentence_spans(row["context"])]
    return max(sentences, key=lambda s: len(asked & set(terms(s))), default="")


def _in_turn(titles: Sequence[str], found: Sequence[Read]) -> list[list[object]]:
    rows: list[list[object]] = []
    for name in _SCORES:
        value, right, sure = in_turn(PRECISION, [getattr(x, name) for x in found], titles)
        rows.append([f"{name} score", len(found), 100 * value, 100 * right, 100 * sure])
    always = 100 * sum(not x.raw.answerable for x in found) / len(found)
    return [*rows, ["floor: always abstain", len(found), always, 0.0, ""]]


def _told_apart(reader: SentenceReader, name: str, asked: Sequence[QuestionRow]) -> list[object]:
    found = read(reader, [as_json(row) for row in asked])
    mean = np.mean([x.raw.value for x in found if x.raw.answerable])
    truth = [x.raw.answerable for x in found]
    areas = [roc_auc_score(truth, [getattr(x, k).score for x in found]) for k in _SCORES]
    return [name, len(asked), 100 * float(mean), *areas]


def measure(folder: Path, settings: Settings, embedder: Embedder) -> None:
    """Write the section of the reader."""
    path = data.find(folder, "squad20_dev_a")
    reader = make_reader(settings, embedder)
    if path is None or not isinstance(reader, SentenceReader):
        return
    squad = list(data.rows(path))
    chosen_on, held = read(reader, rows_of("calibrate", squad)), rows_of("measure", squad)
    found = read(reader, held)
    rows: list[list[object]] = []
    for name in _SCORES:
        cases = [getattr(x, name) for x in found]
        learned = [getattr(x, name) for x in chosen_on]
        sure = answered_rightly(threshold_for_precision(PRECISION, learned), cases)
        value = 100 * f1_at(best_threshold(learned), cases)
        rows.append([f"{name} score", len(cases), value, 100 * sure[0], 100 * sure[1]])
    always = 100 * sum(not x.raw.answerable for x in found) / len(found)
    rows.append(["floor: always abstain", len(found), always, 0.0, ""])
    untaught = [*rows_of("calibrate", squad), *held]
    both = _in_turn([r["title"] for r in untaught], [*chosen_on, *found])
    given = [_row("SQuAD 2.0", held, found)]
    for name, title in (("qed_nq_dev", "Natural Questions"), ("cmrc2018_dev", "CMRC 2018 dev")):
        other = data.find(folder, name)
        if other is not None:
            more = list(data.rows(other))
            more = more[:: max(1, len(more) // MOST)][:MOST]
            given.append(_row(title, more, read(reader, more)))
    sets = Sets(folder.parent)
    contrasted = [
        _told_apart(reader, f"contrast sets, {language}", sets.contrast(name, "measure"))
        for name, language in LANGUAGES.items()
        if all(data.find(folder.parent / "train", source) for source in source_sets(name))
    ]
    contrasted += [
        _told_apart(reader, f"handbooks, {language}", handbook_rows(name, "measure"))
        for name, language in LANGUAGES.items()
    ]
    articles = ", ".join(sorted({r["title"].replace("_", " ") for r in held}))
    given_header = ["", "questions", "EM", "F1", "floor: F1 of the sentence closest in words"]
    header = ["SQuAD 2.0", "questions", "F1", "answered rightly at 90%", "precision there"]
    body = (
        f"Articles that neither trained nor calibrated ({articles}); thresholds from the "
        f"calibration articles.\n\n{report.table(header, rows)}\n\n"
        "Four articles are few. These and the four that calibrate, which trained nothing either, "
        "though choices among readers and the calibrated score's regression saw them; each "
        "article at the threshold of the seven others:\n\n"
        f"{report.table(header, both)}\n\n"
        "Published on the whole dev set: MiniLMv2-L6 (22M parameters) F1 74.3; BERT-base (110M) "
        "76.8; on this half of it: BERT-large 81.8, nlnet 79.3, BiDAF with ELMo 67.6.\n\n"
        "Answerable questions only, never abstaining (Chinese by character):\n\n"
        f"{report.table(given_header, given)}\n\n"
        "Contrast sets (questions that hardly differ, three of five unanswerable): those that\n"
        "trained nothing, about passages whose public questions did; F1 of the answerable ones\n"
        "without abstaining, and area under the ROC curve of answerable against not. Handbooks:\n"
        "those that neither trained nor calibrated (choices among a few readers saw them):\n\n"
        f"{report.table(['', 'questions', 'F1', 'area, raw', 'area, calibrated'], contrasted)}"
    )
    report.write_section("Reader, passages given", body, "make quality")
