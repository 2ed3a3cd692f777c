"""The check that all compatible routes share."""

from collections.abc import Sequence

from knowledge.errors import InvalidInputError
from service.answer import CheckedClaim, CheckResult, Source
from service.api.context import Context
from service.questions import valid_text


async def check(service: Context, answer: str, sources: Sequence[Source]) -> CheckResult:
    """Check a text against given texts.

    Raises:
        InvalidInputError: there is no text to check.
    """
    if not valid_text(answer, "text").strip():
        raise InvalidInputError("the text is empty; give the text to be checked.")
    checking = service.footing.checking
    return await service.run(
        lambda deadline: checking.check_answer(answer, sources, None, deadline)
    )


def checkable(result: CheckResult) -> list[CheckedClaim]:
    """The claims that state something."""
    return [claim for claim in result.claims if claim.verdict != "not_checkable"]
