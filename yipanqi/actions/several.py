"""One act over several cases: each in its own savepoint, so that one refusal does not stop the others."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from yipanqi.access.scope import NotPermitted
from yipanqi.actions.act import Refused
from yipanqi.records.models import Officer

MOST = 500


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one case: done, or refused with a sentence."""

    case_id: int
    done: bool
    sentence: str = ""


def for_several(
    run: Callable[..., Any],
    *,
    by: Officer,
    case_ids: Iterable[int],
    each: Mapping[int, Mapping[str, Any]] | None = None,
    now: datetime,
    **given: Any,
) -> list[Outcome]:
    """Run an act on each case with `given` (and what `each` says for that case); results in the order asked.

    Cases are taken in the order of their ids, so that two officers doing this at once cannot wait for each other.

    Raises:
        Refused: too many cases at once.
    """
    asked = list(dict.fromkeys(case_ids))
    if len(asked) > MOST:
        raise Refused(f"一次最多办理 {MOST} 件，现选了 {len(asked)} 件，请分批办理。")
    found = {i: _one(run, i, {**given, **(each or {}).get(i, {})}, by=by, now=now) for i in sorted(asked)}
    return [found[case_id] for case_id in asked]


def _one(run: Callable[..., Any], case_id: int, given: Mapping[str, Any], *, by: Officer, now: datetime) -> Outcome:
    try:
        run(by=by, case_id=case_id, now=now, **given)
    except (Refused, NotPermitted) as refusal:
        return Outcome(case_id, done=False, sentence=str(refusal))
    return Outcome(case_id, done=True)
