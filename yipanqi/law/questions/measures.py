"""Questions about measures: device, reduction, extension of reports, revocation and recall, options on a case."""

from __future__ import annotations

from collections.abc import Callable

from yipanqi.law.conclusions import MissingFact, Unanswerable
from yipanqi.law.decisions.device import DeviceRequest, decide_device
from yipanqi.law.decisions.extension import decide_extension
from yipanqi.law.decisions.reduction import Merit, ReductionRequest, decide_reduction
from yipanqi.law.decisions.revocation import Proposal, route_proposal
from yipanqi.law.facts import Category, CourtLevel, Penalty
from yipanqi.law.questions.asked import Asked, Setting
from yipanqi.law.questions.replies import reply


def device(asked: Asked, setting: Setting) -> dict[str, object]:
    """Whether a tracking device may be used, and until when."""
    ground = asked.whole("ground", largest=5)
    if not ground:
        raise MissingFact("ground", "须写明社区矫正法第二十九条第几项情形（1 至 5）")
    asked.has("admonitions")
    return reply(
        decide_device(
            DeviceRequest(
                ground=ground,
                category=asked.choice("category", Category),
                warnings=asked.whole("warnings"),
                penalties=asked.whole("penalties"),
                start_on=asked.date("start_on"),
                term_ends_on=asked.date("term_ends_on"),
                extends_order_ending_on=asked.date("extends_order_ending_on"),
            ),
            region=setting.region,
        )
    )


def reduction(asked: Asked, setting: Setting) -> dict[str, object]:
    """Whether a reduction may be proposed, and by whom."""
    return reply(
        decide_reduction(
            ReductionRequest(
                category=asked.required("category", Category, "减刑条件因类别而不同"),
                merit=asked.required("merit", Merit, "须写明悔改、立功还是重大立功"),
                penalty=asked.choice("penalty", Penalty),
                term_months=asked.whole("term_months", largest=1200),
                served_days=asked.whole("served_days"),
                start_on=asked.date("start_on"),
            ),
            region=setting.region,
        )
    )


def extension(asked: Asked, setting: Setting) -> dict[str, object]:
    """Who approves an extension of the illness report."""
    months = asked.raw("months")
    if months is None:
        raise MissingFact("months", "须写明延长几个月")
    if isinstance(months, bool) or not isinstance(months, int | float | str):
        raise Unanswerable(f"months 应为数字，实为 {months!r}。")
    try:
        number = float(months)
    except ValueError:
        raise Unanswerable(f"months 应为数字，实为 {months!r}。") from None
    return reply(decide_extension(number, on=setting.today, region=setting.region), "level", "tell")


def revocation(asked: Asked, _: Setting) -> dict[str, object]:
    """Who files a proposal to revoke or recall, with whom, copied to whom."""
    return reply(
        route_proposal(
            Proposal(
                category=asked.required("category", Category, "撤销与收监的途径因类别而不同"),
                court_level=asked.choice("court_level", CourtLevel),
                same_province=asked.flag("same_province"),
            )
        ),
        "barred",
    )


HANDLERS: dict[str, Callable[[Asked, Setting], dict[str, object]]] = {
    "device": device,
    "reduction": reduction,
    "extension": extension,
    "revocation": revocation,
}
