"""Questions about measures: device, reduction, extension of reports, revocation and recall, options on a case."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from yipanqi.law.conclusions import MissingFact, Unanswerable
from yipanqi.law.decisions.device import DeviceRequest, decide_device
from yipanqi.law.decisions.extension import decide_extension
from yipanqi.law.decisions.options import MEASURE_NAMES, options_for
from yipanqi.law.decisions.penalty import Offender, judge_penalty
from yipanqi.law.decisions.reduction import Merit, ReductionRequest, decide_reduction
from yipanqi.law.decisions.revocation import Proposal, route_proposal
from yipanqi.law.facts import Category, CourtLevel, Penalty
from yipanqi.law.facts_json import facts_from_json
from yipanqi.law.findings import Option
from yipanqi.law.questions.asked import Asked, Setting, read_date
from yipanqi.law.questions.replies import certainty_word, reply
from yipanqi.law.sources import weakest


def device(asked: Asked, setting: Setting) -> dict[str, object]:
    """Whether a tracking device may be used, and until when."""
    ground = asked.whole("ground")
    if ground is not None and not 1 <= ground <= 5:
        raise Unanswerable(f"ground 应为社区矫正法第二十九条的第 1 至 5 项，实为 {ground}。")
    if ground is None:
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


def penalty(asked: Asked, setting: Setting) -> dict[str, object]:
    """What the police may impose for a breach of supervision rules, by the law at the time of the act."""
    offender = Offender(
        category=asked.required("category", Category, "治安管理处罚法第72条没有列入假释"),
        acted_on=asked.required_date("acted_on", "适用行为时的法律"),
        born_on=asked.date("born_on"),
        first_time=asked.flag("first_time"),
        pregnant=bool(asked.flag("pregnant")),
        infant_born_on=asked.date("infant_born_on"),
        grave=bool(asked.flag("grave")),
        repeated_within_year=bool(asked.flag("repeated_within_year")),
    )
    return reply(judge_penalty(offender, region=setting.region), "barred")


def options(asked: Asked, setting: Setting) -> dict[str, object]:
    """What the law allows in a case now, bars and why, and what is near."""
    raw = asked.raw("facts")
    if raw is not None and not isinstance(raw, Mapping):
        raise Unanswerable("facts 应为对象（花括号）：案件事实，见 docs/law.md。")
    given = dict(raw or {})
    on = asked.date("as_of") or asked.date("on") or _as_of(given)
    category, minor = asked.choice("category", Category), asked.flag("minor")
    if category is not None:
        given["category"] = category.value
    if minor is not None:
        given["minor"] = minor
    if "category" not in given:
        raise MissingFact("category", "许可与禁止的措施因类别而不同")
    found = options_for(
        facts_from_json(given), on=on or setting.today, calendar=setting.calendar, region=setting.region
    )
    wanted = _wanted(asked.raw("measures"))
    return {
        "options": [_option(option) for option in found.allowed if _matches(option, wanted)],
        "barred": [_option(option) for option in found.barred if _matches(option, wanted)],
        "near": [_option(option) for option in found.near],
        "as_of": (on or setting.today).isoformat(),
        **_grounds(found.allowed + found.barred, "" if on else f"未给出 as_of，按今日{setting.today}判断"),
    }


def _as_of(given: dict[str, object]) -> date | None:
    raw = given.pop("as_of", None)
    return None if raw is None else read_date(raw, "facts.as_of")


def _wanted(raw: object) -> frozenset[str]:
    names = [raw] if isinstance(raw, str) else raw
    if names is None:
        return frozenset()
    if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
        raise Unanswerable('measures 应为措施名称的列表，如 ["警告", "提请撤销缓刑"]。')
    unknown = [name for name in names if name not in MEASURE_NAMES]
    if unknown:
        raise Unanswerable(f"measures 中的“{unknown[0]}”不认识，可用：{'、'.join(sorted(MEASURE_NAMES))}。")
    return frozenset(MEASURE_NAMES[name] for name in names)


def _matches(option: Option, wanted: frozenset[str]) -> bool:
    return not wanted or option.measure in wanted


def _option(option: Option) -> dict[str, object]:
    plain: dict[str, object] = {
        "measure": option.title,
        "name": option.measure,
        "ground": option.ground,
        "level": option.level.value if option.level else "",
        "organ": option.decided_by,
        "court": option.decided_by if "法院" in option.decided_by else "",
        "copies": [organ.title for organ in option.copies],
        "why": option.barred,
        "near_on": option.near_on.isoformat() if option.near_on else "",
        "basis": [article.cite for article in option.basis],
        "because": option.because,
        "change": option.change,
        "certainty": certainty_word(option.certainty),
        "assumption": option.assumption,
    }
    return {name: value for name, value in plain.items() if value != ""}


def _grounds(options: tuple[Option, ...], assumption: str) -> dict[str, object]:
    allowed = [option.title for option in options if option.allowed]
    found: dict[str, object] = {
        "basis": list(dict.fromkeys(article.cite for option in options for article in option.basis)),
        "because": f"现在可以采取{len(allowed)}项：{'、'.join(allowed)}。" if allowed else "现在没有可以采取的措施。",
        "certainty": certainty_word(weakest(*(option.certainty for option in options))),
    }
    return {**found, "assumption": assumption} if assumption else found


HANDLERS: dict[str, Callable[[Asked, Setting], dict[str, object]]] = {
    "device": device,
    "reduction": reduction,
    "extension": extension,
    "revocation": revocation,
    "penalty": penalty,
    "options": options,
}
