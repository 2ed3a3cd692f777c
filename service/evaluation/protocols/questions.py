"""Protocols of questions: SQuAD 2.0 with its paragraphs as a collection, open questions, RGB."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from service.evaluation.protocols.base import Part, Published, Recipe, Sets
from service.ingest.offered import Incoming
from service.ingest.texts import from_text

SELECTIVE = ("accuracy", "coverage", "accuracy_answered", "hallucination_rate", "em", "f1",
             "abstain_precision", "abstain_recall", "aurc", "excess_aurc",
             "coverage_at_risk@0.05", "coverage_at_risk@0.1", "coverage_at_risk@0.2",
             "ece", "context_recall", "citation_precision")  # fmt: skip
# Passages of a question in RGB, and how many of them are noise.
_PASSAGES = 5
_NOISE = (0, 2, 4)


def squad_open(sets: Sets) -> list[Part]:
    """Every paragraph as the collection; answerable and unanswerable questions together."""
    name = "squad20_dev_a"
    if sets.find(name) is None:
        return []
    return [
        Part(
            name="squad-open",
            title="SQuAD 2.0, open: every paragraph as the collection",
            task="qa",
            cases=lambda: sets.some(_by_paragraph(sets.rows(name))),
            documents=lambda: _paragraphs(sets.rows(name)),
            collection="squad-open",
            published=(
                Published("abstain_recall", "GPT-4o", 0.58, "AbstentionBench, passage given"),
                Published("abstain_recall", "o1", 0.69, "AbstentionBench, passage given"),
                Published("f1", "BiDAF+ELMo", 0.676, "this half, passage given: an easier task"),
            ),
            show=SELECTIVE,
        )
    ]


def open_parts(sets: Sets) -> list[Part]:
    """Natural Questions and Chinese questions over their own paragraphs, and recent Wikipedia."""
    found = [
        _own_paragraphs(sets, *described)
        for described in (
            ("qed_nq_dev", "nq-open", "Natural Questions over their own paragraphs"),
            ("cmrc2018_dev", "cmrc-open", "CMRC 2018 (Chinese) over its own paragraphs"),
        )
        if sets.find(described[0])
    ]
    if sets.find("wiki2024_en_corpus") and sets.find("wiki2024_en_questions"):
        found.append(
            Part(
                name="wiki2024",
                title="Wikipedia 2024, 57,770 passages",
                task="qa",
                cases=lambda: sets.some(
                    {**row, "answerable": True} for row in sets.rows("wiki2024_en_questions")
                ),
                documents=lambda: corpus(sets.rows("wiki2024_en_corpus")),
                collection="wiki2024",
                show=SELECTIVE,
            )
        )
    return found


def _own_paragraphs(sets: Sets, name: str, collection: str, title: str) -> Part:
    return Part(
        name=collection,
        title=title,
        task="qa",
        cases=lambda: sets.some(_by_paragraph(sets.rows(name))),
        documents=lambda: _paragraphs(sets.rows(name)),
        collection=collection,
        show=SELECTIVE,
    )


def rgb(sets: Sets) -> list[Part]:
    """RGB (Chen et al., 2024): noise, refusal, counterfactual passages, and integration."""
    found = []
    for language, accuracy, refused in (("en", 0.760, 0.450), ("zh", 0.707, 0.433)):
        name = f"rgb_{language}_fact"
        if sets.find(name):
            found += [_noise(sets, name, language, n, accuracy) for n in _NOISE]
            found += [_refusal(sets, name, language, refused), _wrong(sets, name, language)]
        if sets.find(f"rgb_{language}_int"):
            found.append(_integration(sets, f"rgb_{language}_int", language))
    return found


def _noise(sets: Sets, name: str, language: str, negatives: int, published: float) -> Part:
    def cases() -> Iterator[Mapping[str, Any]]:
        for row in sets.rows(name):
            good = row["positive"][: _PASSAGES - negatives]
            if good:
                yield from _case(row, [*good, *row["negative"][:negatives]])

    share = negatives / _PASSAGES
    chatgpt = Published("accuracy", "ChatGPT", published, "at noise 0.8, of all questions")
    return Part(
        name=f"rgb-{language}-noise-{negatives}",
        title=f"RGB {language}, noise {share:.1f}: {negatives} of {_PASSAGES} passages say nothing",
        task="qa",
        cases=lambda: sets.some(cases()),
        published=(chatgpt,) if negatives == max(_NOISE) else (),
        show=("accuracy", "coverage", "accuracy_answered", "hallucination_rate", "f1"),
    )


def _refusal(sets: Sets, name: str, language: str, published: float) -> Part:
    def cases() -> Iterator[Mapping[str, Any]]:
        for row in sets.rows(name):
            for case in _case(row, row["negative"][:_PASSAGES]):
                yield {**case, "answers": [], "answerable": False}

    return Part(
        name=f"rgb-{language}-refusal",
        title=f"RGB {language}, refusal: no passage answers",
        task="qa",
        cases=lambda: sets.some(cases()),
        published=(Published("abstain_recall", "ChatGPT", published),),
        show=("abstain_recall",),
    )


def _wrong(sets: Sets, name: str, language: str) -> Part:
    def cases() -> Iterator[Mapping[str, Any]]:
        for row in sets.rows(name):
            yield from _case(row, [*row["positive_wrong"][:3], *row["negative"][:2]])

    return Part(
        name=f"rgb-{language}-counterfactual",
        title=f"RGB {language}, counterfactual: the passages say what is not so",
        task="qa",
        cases=lambda: sets.some(cases()),
        published=(Published("accuracy", "ChatGPT", 0.09, "of all; from what it knows by itself"),),
        show=("accuracy", "coverage", "accuracy_answered"),
    )


def _integration(sets: Sets, name: str, language: str) -> Part:
    def cases() -> Iterator[Mapping[str, Any]]:
        for row in sets.rows(name):
            groups = row["positive"]
            texts = [g[0] if isinstance(g, list) else g for g in groups if g]
            yield from _case(row, texts[:_PASSAGES])

    return Part(
        name=f"rgb-{language}-integration",
        title=f"RGB {language}, integration: the answer stands in several passages",
        task="qa",
        cases=lambda: sets.some(cases()),
        show=("accuracy", "coverage", "accuracy_answered", "f1"),
    )


def _case(row: Mapping[str, Any], contexts: Iterable[str]) -> Iterator[dict[str, Any]]:
    """The question with these passages; none if the set has no passage of that kind for it."""
    texts = [text for text in contexts if text.strip()]
    if texts:
        yield {
            "id": row["id"],
            "question": row["question"],
            "answers": row["answers"],
            "answerable": True,
            "contexts": texts,
            "lang": row.get("lang"),
        }


def _by_paragraph(rows: Iterable[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
    """Questions without their paragraph, which is named instead."""
    names: dict[str, str] = {}
    for row in rows:
        paragraph = names.setdefault(row["context"], f"p{len(names)}")
        kept = {k: row.get(k) for k in ("id", "question", "answers", "lang")}
        answerable = row.get("answerable", True)
        yield kept | {
            "answerable": answerable,
            "supporting_ids": [paragraph] if answerable else None,
            "source": row.get("title"),
        }


def _paragraphs(rows: Iterable[Mapping[str, Any]]) -> Iterator[Incoming]:
    """Each paragraph once, under its article's title."""
    names: dict[str, str] = {}
    for row in rows:
        if row["context"] not in names:
            name = names[row["context"]] = f"p{len(names)}"
            title = str(row.get("title") or "").replace("_", " ")
            yield name, from_text(row["context"], title, name)


def corpus(rows: Iterable[Mapping[str, Any]]) -> Iterator[Incoming]:
    """A corpus as documents that keep their ids."""
    for row in rows:
        yield row["id"], from_text(row["text"], row["title"], row["id"])


SQUAD_OPEN = Recipe("squad-open", "SQuAD 2.0, open", ("squad20_dev_a",), squad_open)
OPEN = Recipe(
    "open",
    "Open questions of other kinds",
    ("qed_nq_dev", "cmrc2018_dev", "wiki2024_en_corpus", "wiki2024_en_questions"),
    open_parts,
)
RGB = Recipe("rgb", "RGB", ("rgb_en_fact", "rgb_zh_fact", "rgb_en_int", "rgb_zh_int"), rgb)
