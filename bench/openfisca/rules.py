"""A subset of the law in OpenFisca's natural form: dated parameters in YAML, one vectorised variable per conclusion."""

from datetime import date
from pathlib import Path

import numpy as np
from openfisca_core.entities import build_entity
from openfisca_core.indexed_enums import Enum
from openfisca_core.periods import DateUnit
from openfisca_core.taxbenefitsystems import TaxBenefitSystem
from openfisca_core.variables import Variable

Person = build_entity(key="person", plural="persons", label="A person under community corrections", is_person=True)
ONE_DAY = np.timedelta64(1, "D")


class Category(Enum):
    control = "管制"
    probation = "缓刑"
    parole = "假释"
    temporary = "暂予监外执行"


class Measure(Enum):
    none = "无"
    admonition = "训诫"
    warning = "警告"
    revoke_probation = "提请撤销缓刑"
    revoke_parole = "提请撤销假释"
    recall = "提请收监执行"


class Level(Enum):
    office = "司法所"
    county = "县级"
    city = "市级"
    province = "省级"


def _anchor(start, months):
    """The same day so many months on; from a month's last day, or where there is none, that month's last day."""
    month = start.astype("datetime64[M]")
    day = (start - month.astype("datetime64[D]")).astype(int)
    length = _length(month)
    later = month + np.asarray(months).astype("timedelta64[M]")
    later_length = _length(later)
    last = np.where(day == length - 1, later_length - 1, np.minimum(day, later_length - 1))
    return later.astype("datetime64[D]") + last.astype("timedelta64[D]")


def _length(month):
    return ((month + 1).astype("datetime64[D]") - month.astype("datetime64[D]")).astype(int)


def period_end(start, months):
    """期间 (刑诉法解释 202, first paragraph)."""
    return _anchor(start, months)


def term_end(start, months):
    """刑期 in months (刑诉法解释 202, second paragraph)."""
    return _anchor(start, months) - ONE_DAY


def _input(name, value_type, **more):
    attributes = {"value_type": value_type, "entity": Person, "definition_period": DateUnit.DAY, "label": name}
    return type(name, (Variable,), {**attributes, **more})


def _inputs():
    days = (
        "effective_on",
        "term_starts_on",
        "left_on",
        "returned_on",
        "leave_from_on",
        "leave_to_on",
        "device_from_on",
        "travel_from_on",
        "term_ends_on",
    )
    yield from (_input(name, date, default_value=date(2020, 7, 1)) for name in days)
    yield from (_input(name, int) for name in ("term_months", "days_away_before", "extension_months"))
    yield from (_input(name, bool) for name in ("good_reason", "delegated"))
    yield _input("category", Enum, possible_values=Category, default_value=Category.probation)


def _days():
    return {"value_type": date, "entity": Person, "definition_period": DateUnit.DAY, "default_value": date(2020, 7, 1)}


CALENDAR = {}  # filled by `build`: the working day each day moves to, and the first day of that table


def report_in_due(person, period, parameters):
    raw = person("effective_on", period) + np.timedelta64(
        int(parameters(period).community_corrections.report_in_days), "D"
    )
    return CALENDAR["rolled"][(raw - CALENDAR["first_day"]).astype(int)]


def computed_term_end(person, period):
    return term_end(person("term_starts_on", period), person("term_months", period))


def device_latest_end(person, period, parameters):
    start, months = person("device_from_on", period), int(parameters(period).community_corrections.device_months)
    earlier = np.minimum(period_end(start, months), term_end(start, months))
    return np.minimum(earlier, person("term_ends_on", period))


def travel_valid_until(person, period, parameters):
    until = period_end(person("travel_from_on", period), int(parameters(period).community_corrections.travel_months))
    return np.minimum(until, person("term_ends_on", period))


def absence_measure(person, period, parameters):
    law = parameters(period).community_corrections
    left, back = person("left_on", period), person("returned_on", period)
    days = (back - left).astype(int)
    third = (back > period_end(left, int(law.revocation_months))) & ~person("good_reason", period)
    category = person("category", period)
    return np.select(
        [
            days == 0,
            third & (category == Category.probation),
            third & (category == Category.parole),
            third & (category == Category.temporary),
            third,
            back > period_end(left, int(law.revocation_months)),
            days <= law.admonition_days,
        ],
        [
            Measure.none,
            Measure.revoke_probation,
            Measure.revoke_parole,
            Measure.recall,
            Measure.warning,
            Measure.warning,
            Measure.admonition,
        ],
        Measure.warning,
    )


def leave_level(person, period, parameters):
    law = parameters(period).community_corrections
    days = (person("leave_to_on", period) - person("leave_from_on", period)).astype(int) + 1
    total = days + person("days_away_before", period)
    beyond = (days > law.leave_county_days) | (total > law.leave_county_days)
    by_office = (days <= law.leave_office_days) & person("delegated", period)
    return np.select([beyond, by_office], [Level.city, Level.office], Level.county)


def extension_level(person, period, parameters):
    law, months = parameters(period).community_corrections, person("extension_months", period)
    return np.select(
        [months >= law.extension_province_months, months >= law.extension_city_months],
        [Level.province, Level.city],
        Level.county,
    )


def build(rolled, first_day):
    """The system; `rolled` maps each day from `first_day` to the working day a deadline moves to."""
    CALENDAR.update(rolled=np.array(rolled, dtype="datetime64[D]"), first_day=np.datetime64(first_day))
    system = TaxBenefitSystem([Person])
    system.load_parameters(str(Path(__file__).parent / "parameters"))
    for variable in _inputs():
        system.add_variable(variable)
    for formula in (report_in_due, computed_term_end, device_latest_end, travel_valid_until):
        system.add_variable(
            type(formula.__name__, (Variable,), {**_days(), "label": formula.__name__, "formula": formula})
        )
    for formula, kind in ((absence_measure, Measure), (leave_level, Level), (extension_level, Level)):
        default = next(iter(kind))
        system.add_variable(
            type(
                formula.__name__,
                (Variable,),
                {
                    "value_type": Enum,
                    "possible_values": kind,
                    "default_value": default,
                    "entity": Person,
                    "definition_period": DateUnit.DAY,
                    "label": formula.__name__,
                    "formula": formula,
                },
            )
        )
    return system


CONCLUSIONS = (
    "report_in_due",
    "computed_term_end",
    "device_latest_end",
    "travel_valid_until",
    "absence_measure",
    "leave_level",
    "extension_level",
)
