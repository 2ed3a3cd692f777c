"""Claims of public debate beside evidence, both written for this project.

Claims of encyclopedias and summaries stay near to their evidence. What people say of a matter is
more general, one-sided or sceptical, and evidence bears on it without its words.

A line of `contrast/debate_en.jsonl` is `evidence` and `claims`, each `[label, claim]`.
"""

from service.tuning.contrast import FOLDER
from service.tuning.rows import ClaimRow, read_jsonl
from service.tuning.splits import AnyPart, is_in

NAME = "debate_en"


def debated_claims(part: AnyPart) -> list[ClaimRow]:
    """The claims of a part; split by evidence."""
    return [
        ClaimRow(f"debate-{n}-{k}", line["evidence"], claim, label, "en")
        for n, (_, line) in enumerate(read_jsonl(FOLDER / f"{NAME}.jsonl"))
        if is_in(part, n, calibrating=(1,))
        for k, (label, claim) in enumerate(line["claims"])
    ]
