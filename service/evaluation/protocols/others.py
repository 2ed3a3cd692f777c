"""Protocols of claims and of rankings: WiCE, SummEdits, 2Wiki."""

from collections.abc import Sequence

from service.evaluation.protocols.base import Part, Published, Recipe, Sets
from service.evaluation.protocols.questions import corpus

_CLAIMS = ("balanced_accuracy", "f1", "auroc", "ece")
_DOMAINS = ("news", "samsum", "podcast", "billsum", "shakespeare", "scitldr", "qmsumm",
            "ectsum", "sales_call", "sales_email")  # fmt: skip


def wice(sets: Sets) -> list[Part]:
    """WiCE (Kamoi et al., 2023): claims of Wikipedia against the pages that they cite."""
    published = (
        Published("f1", "T5-3B, ANLI", 0.618),
        Published("f1", "T5-3B, ANLI and WiCE", 0.778),
        Published("f1", "GPT-4", 0.610),
    )
    return [
        _claims(sets, name, f"WiCE, {name.rsplit('_', 1)[1]}", published)
        for name in WICE.sets
        if sets.find(name)
    ]


def summedits(sets: Sets) -> list[Part]:
    """SummEdits (Laban et al., 2023): summaries that were changed in one place."""
    published = (
        Published("balanced_accuracy", "SummaCConv", 0.571, "mean of all domains"),
        Published("balanced_accuracy", "QAFactEval", 0.655, "mean of all domains"),
        Published("balanced_accuracy", "ChatGPT", 0.712, "mean of all domains"),
        Published("balanced_accuracy", "GPT-4", 0.821, "mean of all domains"),
    )
    return [
        _claims(sets, name, f"SummEdits, {name.removeprefix('summedits_')}", published)
        for name in SUMMEDITS.sets
        if sets.find(name)
    ]


def _claims(sets: Sets, name: str, title: str, published: Sequence[Published]) -> Part:
    return Part(
        name=name.replace("_", "-"),
        title=title,
        task="claims",
        cases=lambda: sets.some(sets.rows(name)),
        published=published,
        show=_CLAIMS,
    )


def two_wiki(sets: Sets) -> list[Part]:
    """2WikiMultihopQA (Ho et al., 2020): questions whose support stands on two pages or more."""
    if sets.find("2wiki_corpus") is None or sets.find("2wiki_101_questions") is None:
        return []
    return [
        Part(
            name="2wiki",
            title="2Wiki, 101 questions over 6,119 passages",
            task="retrieval",
            cases=lambda: sets.some(sets.rows("2wiki_101_questions")),
            documents=lambda: corpus(sets.rows("2wiki_corpus")),
            collection="2wiki",
            published=(
                Published("all_gold@8", "fast-graphrag", 0.93, "with a hosted LLM"),
                Published("all_gold@8", "nano-GraphRAG", 0.73, "with a hosted LLM"),
                Published("all_gold@8", "LightRAG", 0.45, "with a hosted LLM"),
                Published("all_gold@8", "plain vectors", 0.42, "with a hosted embedder"),
                Published("recall@8", "fast-graphrag", 0.970),
                Published("recall@8", "nano-GraphRAG", 0.886),
            ),
            show=("recall@1", "recall@5", "recall@8", "all_gold@8", "mrr@10", "ndcg@10"),
        )
    ]


WICE = Recipe("wice", "WiCE", ("wice_claim_dev", "wice_claim_test"), wice)
SUMMEDITS = Recipe("summedits", "SummEdits", [f"summedits_{d}" for d in _DOMAINS], summedits)
TWO_WIKI = Recipe("2wiki", "2Wiki", ("2wiki_corpus", "2wiki_101_questions"), two_wiki)
