"""What we count: each figure a set of rows that can be opened; reads only. A new measure is one entry here."""

from yipanqi.measures import completeness, register, timeliness
from yipanqi.measures.measure import Asked, Counts, Measure, Rate, Share

MEASURES: dict[str, Measure] = {
    measure.key: measure
    for measure in (
        register.IN_REGISTER,
        register.RUNNING,
        register.EXPIRED,
        register.UNRELEASED,
        register.RECEIVED,
        register.RELEASED,
        register.TERMINATED,
        register.PHONE_CHECKED,
        timeliness.DUE,
        timeliness.ON_TIME,
        timeliness.OVERDUE,
        timeliness.DUE_TODAY,
        timeliness.WAITING,
        timeliness.TO_FILL_IN,
        timeliness.FACTS_MISSING,
        completeness.INCOMPLETE,
        completeness.COMPLETE,
    )
}
RATES: dict[str, Rate] = {
    rate.key: rate for rate in (timeliness.ON_TIME_RATE, completeness.COMPLETE_RATE, register.PHONE_CHECK_RATE)
}

__all__ = ["MEASURES", "RATES", "Asked", "Counts", "Measure", "Rate", "Share"]
