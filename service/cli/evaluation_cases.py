"""`footing eval make-cases`: a proposed test set, to be edited by a person."""

from pathlib import Path
from typing import Annotated, Any

import typer

from service.cli.options import COLLECTION, Collection, Data, Json, load
from service.cli.output import err, out, print_json

Out = Annotated[
    Path, typer.Argument(help="The .jsonl to write; a page that explains it goes beside it.")
]
Count = Annotated[int, typer.Option("--count", help="How many cases.")]
Share = Annotated[float, typer.Option("--unanswerable", help="Share that cannot be answered.")]
Lang = Annotated[str | None, typer.Option("--lang", help="en or zh; both if it is not given.")]
Seed = Annotated[int, typer.Option("--seed", help="Another seed, other cases.")]
Force = Annotated[bool, typer.Option("--force", help="Overwrite what is there.")]


def make_cases(
    out_file: Out,
    collection: Collection = COLLECTION,
    count: Count = 100,
    unanswerable: Share = 0.33,
    lang: Lang = None,
    seed: Seed = 0,
    force: Force = False,
    data: Data = None,
    json: Json = False,
) -> None:
    """Propose test cases from a collection, by rule; a person has to read and edit them."""
    from service.bootstrap import open_keywords, open_store
    from service.evaluation.proposals import case_file
    from service.evaluation.proposals.proposing import Wanted, propose

    path, folder = case_file.writable(out_file, force=force), load(data).settings.data
    wanted = Wanted(count, unanswerable, lang, seed)
    store = open_store(folder)
    try:
        keywords = open_keywords(folder, store, collection)
        proposed = propose(store, collection, keywords, wanted)
    finally:
        store.close()
    summary = case_file.write(path, proposed, collection, wanted)
    print_json(summary) if json else _print(summary)


def _print(summary: dict[str, Any]) -> None:
    out.print(
        f"{summary['cases']} proposed cases in {summary['file']}: {summary['answerable']} can be "
        f"answered, {summary['unanswerable']} cannot", markup=False
    )  # fmt: skip
    out.print(f"Nobody has read them yet: read {summary['page']}, then edit them.", markup=False)
    if summary["cases"] < summary["asked"]:
        err.print(f"asked for {summary['asked']}: the collection gives no more", markup=False)
