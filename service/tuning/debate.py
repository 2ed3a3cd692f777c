"""Claims of public debate beside evidence, both written for this project.

Claims of encyclopedias and summaries stay near to their evidence. What people say of a matter is
more general, one-sided or sceptical, and evidence bears on it without its words.

A line of `contrast/debate_en.jsonl` is `evidence` and `claims`, each `[label, claim]`.
"""

from service.tuning.contrast import FOLDER, Part, part_of
from service.tuning.rows import ClaimRow, read_jsonl

NAME = "debate_en"


def debated_claims(part: Part) -> list[ClaimRow]:
    """The claims of a part; split by evidence."""
    return [
        ClaimRow(f"debate-{n}-{k}", line["evidence"], claim, label, "en")
        for n, (_, line) in enumerate(read_jsonl(FOLDER / f"{NAME}.jsonl"))
        if part in ("all", part_of(n, calibrating=True))
        for k, (label, claim) in enumerate(line["claims"])
    ]
