"""Triples read from text against public sets, and how long reading takes.

The sets of open information extraction want every proposition of a sentence, pronouns and all, in
its own words; this extractor wants few statements about named things, with short predicates. Recall
and exact matches are low by design. Precision on entities is what it is built for: Re-DocRED, and
the samples judged by hand that EXPERIMENTS.md tells of (`sample` draws them).
"""

import argparse
import itertools
import random
import re
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from benchmarks import data, report
from indexes.embedding.base import Embedder
from knowledge.chunking import chunk_text
from knowledge.text import comparable
from knowledge.triples.extraction import read_document
from knowledge.triples.patterns import SHORT_NAMES, PatternExtractor
from knowledge.types import Document, Triple

COMMAND = "python -m benchmarks.quality --only extraction"
Parts = tuple[str, str, str]
# What this extractor's predicates are in Wikidata; the last two words decide.
_PROPERTIES = {
    "born in": "P19", "born on": "P569", "died in": "P20 P570", "died on": "P570",
    "located in": "P131 P17 P276 P30 P706", "situated in": "P131 P17 P276 P706",
    "capital of": "P1376",
    "founded by": "P112", "founded in": "P571 P740", "founded on": "P571", "established in": "P571",
    "directed by": "P57", "written by": "P50 P58", "created by": "P170 P50 P175",
    "starring": "P161",
    "produced by": "P162 P272", "published by": "P123", "released in": "P577",
    "released on": "P577",
    "released by": "P264 P123", "published in": "P577", "married": "P26", "son of": "P22 P25",
    "daughter of": "P22 P25", "member of": "P463 P102 P361", "developed by": "P178",
    "studied at": "P69", "graduated from": "P69", "attended": "P69", "educated at": "P69",
    "owned by": "P127", "composed by": "P86", "recorded by": "P175", "performed by": "P175",
    "brother of": "P3373", "sister of": "P3373", "wife of": "P26", "husband of": "P26",
    "located on": "P131 P206 P17", "headquartered in": "P159", "based in": "P159 P131 P17",
}  # fmt: skip


def read(title: str, text: str) -> list[Triple]:
    """The triples of a text, without the short names of its topic: they flatter precision."""
    document = Document("d", title, text)
    found = read_document(PatternExtractor(), document, chunk_text(text)).triples
    return [t for t, _ in found if t.predicate not in SHORT_NAMES.values()]


def parts_of(triples: Iterable[Triple]) -> list[Parts]:
    """Subject, predicate and object."""
    return [(t.subject, t.predicate, t.object) for t in triples]


def _shared(gold: Sequence[str], found: Sequence[str]) -> int:
    return sum((Counter(gold) & Counter(found)).values())


def token_match(gold: Sequence[str], found: Parts) -> tuple[float, float]:
    """Precision and recall of the words of a triple, slot by slot, as CaRB counts them.

    Gold is subject, relation, object and possibly more; 0 if the relations share no word.
    Bhardwaj et al., "CaRB: A Crowdsourced Benchmark for Open IE" (2019).
    """
    wanted = [comparable(part).split() for part in (gold[1], gold[0], *gold[2:])]
    given = [comparable(part).split() for part in (found[1], found[0], found[2])]
    if not _shared(wanted[0], given[0]):
        return 0.0, 0.0
    given += [[]] * (len(wanted) - len(given))
    matched = sum(_shared(w, g) for w, g in zip(wanted, given, strict=False))
    return matched / sum(map(len, given)), matched / sum(map(len, wanted))


def carb(gold: Sequence[Sequence[str]], found: Sequence[Parts]) -> tuple[float, float]:
    """Sum of precisions of what was found (one gold each), and of recalls of what is gold."""
    scores = [[token_match(g, f) for f in found] for g in gold]
    recall = sum(max((r for _, r in row), default=0.0) for row in scores)
    pairs = sorted(
        ((scores[i][j][0], i, j) for i in range(len(gold)) for j in range(len(found))),
        reverse=True,
    )
    precision, used_gold, used_found = 0.0, set[int](), set[int]()
    for score, i, j in pairs:
        if i not in used_gold and j not in used_found:
            precision += score
            used_gold.add(i)
            used_found.add(j)
    return precision, recall


def spellings(part: str) -> Callable[[str], bool]:
    """Whether a text is a BenchIE part; what stands in brackets may be left out."""
    pattern = "".join(
        rf"(?:{re.escape(piece[1:-1])})?" if piece.startswith("[") else re.escape(piece)
        for piece in re.findall(r"\[[^\]]*\]|[^\[\]]+", comparable(part).replace(" ", ""))
    )
    expression = re.compile(pattern)
    return lambda text: bool(expression.fullmatch(comparable(text).replace(" ", "")))


def benchie(clusters: Sequence[Sequence[Parts]], found: Sequence[Parts]) -> tuple[int, int]:
    """How many of the found are in a cluster, and how many clusters are found.

    Gashteovski et al., "BenchIE: A Framework for Multi-Faceted Fact-Based Open IE" (2022).
    """
    matched, covered = set[int](), 0
    for cluster in clusters:
        hits = {
            n
            for n, parts in enumerate(found)
            for fact in cluster
            if all(spellings(f)(p) for f, p in zip(fact, parts, strict=True))
        }
        matched |= hits
        covered += bool(hits)
    return len(matched), covered


def _open_sets(folder: Path) -> Iterator[list[object]]:
    if path := data.find(folder, "carb_dev"):
        precision = recall = 0.0
        found_count = gold_count = 0
        for row in data.rows(path):
            found = parts_of(read("", _detokenised(row["text"])))
            gold = [[_detokenised(part) for part in triple] for triple in row["triples"]]
            p, r = carb(gold, found)
            precision, recall = precision + p, recall + r
            found_count, gold_count = found_count + len(found), gold_count + len(gold)
        yield [
            "CaRB dev, words",
            found_count,
            gold_count,
            precision / found_count,
            recall / gold_count,
        ]
    for name in ("benchie_en", "benchie_zh"):
        if path := data.find(folder, name):
            matched = covered = found_count = gold_count = 0
            for row in data.rows(path):
                found = parts_of(read("", _detokenised(row["text"])))
                m, c = benchie(row["clusters"], found)
                matched, covered = matched + m, covered + c
                found_count, gold_count = (
                    found_count + len(found),
                    gold_count + len(row["clusters"]),
                )
            yield [name, found_count, gold_count, matched / found_count, covered / gold_count]


_SPACED = (
    (r" ([,.;:!?)%]|'s\b|n't\b|’s\b)", r"\1"),
    (r"([(]) ", r"\1"),
    (r" - ", "-"),
    (r"`` | ''", '"'),
    (r"\" ([^\"]*?) \"", r'"\1"'),
)


def _detokenised(text: str) -> str:
    for pattern, replacement in _SPACED:
        text = re.sub(pattern, replacement, text)
    return text


def redocred(folder: Path) -> Iterator[list[object]]:
    """Share of triples with a known property whose pair of entities has it in the gold."""
    path = data.find(folder, "redocred_dev")
    if path is None:
        return
    judged = right = related = gold_count = 0
    for row in data.rows(path):
        gold: dict[tuple[str, str], set[str]] = {}
        for subject, relation, target in row["triples"]:
            pair = comparable(_detokenised(subject)), comparable(_detokenised(target))
            gold.setdefault(pair, set()).add(relation)
        names = set(itertools.chain.from_iterable(gold))
        gold_count += len(row["triples"])
        for t in read(row["title"], _detokenised(row["text"])):
            properties = _PROPERTIES.get(" ".join(t.predicate.split()[-2:]), "").split()
            pair = comparable(t.subject), comparable(t.object)
            if not properties or not names.issuperset(pair):
                continue
            judged += 1
            right += bool(gold.get(pair, set()) & set(properties))
            related += bool(gold.get(pair) or gold.get(pair[::-1]))
    yield ["Re-DocRED dev, same property", judged, gold_count, right / judged, right / gold_count]
    yield [
        "Re-DocRED dev, any property",
        judged,
        gold_count,
        related / judged,
        related / gold_count,
    ]


def passages(folder: Path, language: str) -> list[tuple[str, str]]:
    """Titles and texts that speed is measured on and samples are drawn from."""
    if language == "en":
        path = data.find(folder / "dev", "wiki2024_en_corpus")
        return [(r["title"], r["text"]) for r in data.rows(path)] if path else []
    files = [data.find(folder / "train", name) for name in ("cmrc2018_train", "drcd_dev")]
    rows = [row for path in files if path for row in data.rows(path)]
    return list({r["context"]: (r.get("title", ""), r["context"]) for r in rows}.values())


def sample(folder: Path, language: str, seed: int, size: int) -> Iterator[tuple[str, str, Triple]]:
    """Random triples to judge by hand, one a passage at most: title, sentence, triple."""
    chosen = random.Random(seed)  # noqa: S311 - a sample, not a secret
    texts = passages(folder, language)
    chosen.shuffle(texts)
    for title, text in texts:
        if found := read(title, text):
            triple = chosen.choice(found)
            yield title, text[triple.start : triple.end], triple
            size -= 1
        if not size:
            return


def speed(folder: Path, embedder: Embedder, count: int) -> Iterator[list[object]]:
    """Milliseconds a passage for reading and, at the same time of day, for embedding."""
    for language in ("en", "zh"):
        texts = passages(folder, language)
        texts = random.Random(1).sample(texts, min(count, len(texts)))  # noqa: S311
        if not texts:
            continue
        read(*texts[0])  # loads the dictionary
        started = time.process_time()
        triples = sum(len(read(title, text)) for title, text in texts)
        reading = (time.process_time() - started) * 1000 / len(texts)
        few = [text for _, text in texts[:64]]
        started = time.process_time()
        embedder.encode(few)
        embedding = (time.process_time() - started) * 1000 / len(few)
        yield [
            language,
            len(texts),
            triples / len(texts),
            reading,
            embedding,
            1 + reading / embedding,
        ]


def measure(folder: Path, embedder: Embedder, count: int = 2000) -> None:
    """Write the section."""
    sets = report.table(
        ["", "found", "gold", "precision", "recall"],
        [*_open_sets(folder / "dev"), *redocred(folder / "dev")],
    )
    times = report.table(
        [
            "",
            "passages",
            "triples a passage",
            "reading, ms",
            "embedding, ms",
            "both / embedding alone",
        ],
        list(speed(folder, embedder, count)),
    )
    note = " ".join((__doc__ or "").split("\n\n", 1)[1].split())
    body = f"{note}\n\n{sets}\n\nProcessor time, one passage:\n\n{times}"
    report.write_section("Triples from text", body, COMMAND)


def main() -> None:
    """Print a sample to judge by hand."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--language", choices=["en", "zh"], default="en")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--size", type=int, default=100)
    options = parser.parse_args()
    drawn = sample(options.data, options.language, options.seed, options.size)
    for number, (title, sentence, triple) in enumerate(drawn, 1):
        print(f"{number}. {triple.verbalise()}\n   [{title}] {' '.join(sentence.split())[:260]}")


if __name__ == "__main__":
    main()
