"""The graph: retrieval over two and more hops with its ablations, and questions to triples."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from benchmarks import data, report, retrieval
from benchmarks.two_hops import two_hop_questions
from indexes.hybrid import FusionWeights
from knowledge.triples.importers import make_triple
from service.bootstrap import Footing
from service.evaluation.metrics.answers import is_right
from service.pipeline import Ask

COMMAND = "make quality"
# Published with a hosted language model or embedding, same questions and passages.
_PUBLISHED = (
    ("fast-graphrag", 0.970, 0.93),
    ("nano-GraphRAG", 0.886, 0.73),
    ("LightRAG", 0.683, 0.45),
    ("plain vectors", 0.681, 0.42),
)
_SEEN = (
    "The weights of the walk were chosen on these questions (EXPERIMENTS.md), so the figures are "
    "tuned, not held out."
)
_MADE = (
    "A passage about A says how it is related to B, one other passage says something of B; the "
    "question names A and the two relations. Made from a language model's triples, in clumsy "
    "English. One weight of the walk (bridges 3 instead of 1) was chosen on them."
)
_ASKED = 500


def variants() -> dict[str, FusionWeights]:
    """What is searched with, and what is left out of it."""
    whole = FusionWeights()
    ranking = whole.ranking
    return {
        "all": whole,
        "graph always asked": replace(whole, turns=((1.01, ("found", "graph", "graph")),)),
        "no graph": replace(whole, turns=()),
        "no PageRank (one step of the walk)": replace(
            whole, ranking=replace(ranking, iterations=1)
        ),
        "no second round": replace(whole, ranking=replace(ranking, bridges=0.0)),
        "neither": replace(whole, ranking=replace(ranking, iterations=1, bridges=0.0)),
    }


def multi_hop(footing: Footing, folder: Path) -> None:
    """2Wiki by searcher, with parts left out, beside what others have published."""
    texts, asked = data.find(folder, "2wiki_corpus"), data.find(folder, "2wiki_101_questions")
    if texts is None or asked is None:
        return
    others = report.table(["", "recall@8", "all_gold@8"], [list(row) for row in _PUBLISHED])
    questions = retrieval.questions_of(asked)
    body = (
        f"{len(questions)} questions. {_SEEN}\n\n{_ablations(footing, '2wiki', texts, questions)}"
        f"\n\nPublished, each with a hosted model:\n\n{others}"
    )
    report.write_section("Graph: 2Wiki, two or more hops", body, COMMAND)


def made_from_triples(footing: Footing, folder: Path) -> None:
    """The same over MuSiQue's passages, by questions that were made by rule."""
    path = data.find(folder, "openie_musique_gpt35")
    if path is None:
        return
    questions = two_hop_questions(path)
    body = (
        f"{len(questions)} questions over 1,890 passages. {_MADE}\n\n"
        f"{_ablations(footing, 'musique', path, questions)}"
    )
    report.write_section("Graph: MuSiQue's passages, two hops by rule", body, COMMAND)


def _ablations(
    footing: Footing, collection: str, texts: Path, questions: Sequence[tuple[str, Sequence[str]]]
) -> str:
    """Every searcher with its times, then the whole with parts left out."""
    retrieval.ingest(footing, collection, retrieval.corpus(texts))
    owners = retrieval.chunk_owners(footing, collection)
    rows: list[list[object]] = []
    parts = []
    for name, weights in variants().items():
        searcher = footing.searcher.reweighted(weights)
        result = retrieval.measure(searcher, collection, questions, owners)
        rows.append([name, *result.row("hybrid")])
        if name == "all":
            parts = [result.table(), result.timings()]
    header = ["", *(f"recall@{k}" for k in retrieval.CUTS), "all_gold@8"]
    return "\n\n".join([*parts, report.table(header, rows)])


def imported(footing: Footing, folder: Path) -> None:
    """Chinese questions of KgCLUE to its triples, imported, without any document."""
    path = data.find(folder, "kgclue_train")
    if path is None:
        return
    rows = list(data.rows(path))
    footing.store.create_collection("kgclue")
    triples = []
    for row in rows:
        try:
            triples.append(make_triple(*row["triple"]))
        except ValueError:
            continue  # an empty part
    footing.store.add_triples("kgclue", triples)
    asked = rows[:: max(1, len(rows) // _ASKED)][:_ASKED]
    counts = {"right": 0, "wrong": 0, "refused": 0}
    linked = 0
    for row in asked:
        answer = footing.pipeline.ask(Ask(row["question"], "kgclue", include_evidence=True))
        right = is_right(answer.text, answer.short_answer, row["answers"])
        refused = answer.status == "abstained"
        counts["refused" if refused else "right" if right else "wrong"] += 1
        found = {(h.subject, h.object) for e in answer.evidence for h in e.hops}
        linked += any(target == row["triple"][2] for _, target in found)
    answered = max(1, counts["right"] + counts["wrong"])
    table: list[list[object]] = [
        [len(asked), linked / len(asked), *(n / len(asked) for n in counts.values()),
         counts["wrong"] / answered]
    ]  # fmt: skip
    header = ["questions", "value among the evidence", *counts, "wrong of the answered"]
    threshold = footing.pipeline.standards.of("kgclue", "zh").threshold
    body = (
        f"{len(triples)} triples, imported; no documents. Threshold {threshold}."
        f"\n\n{report.table(header, table)}"
    )
    report.write_section("Graph: questions to imported triples (KgCLUE)", body, COMMAND)


def measure(footing: Footing, folder: Path) -> None:
    """Write all three sections."""
    multi_hop(footing, folder / "dev")
    made_from_triples(footing, folder / "train")
    imported(footing, folder / "train")
