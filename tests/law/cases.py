"""Random but possible cases for the property tests: every kind of event, in any order, on any day."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from hypothesis import strategies as st

from yipanqi.law.events import Event, EventKind, Member, Organ
from yipanqi.law.facts import CaseFacts, Category, DecidedBy, Ending, Prohibition, ReleaseGround

FIRST, LAST = date(2022, 1, 1), date(2027, 12, 31)
days = st.dates(FIRST, LAST)
maybe_days = st.none() | days


@st.composite
def events(draw: st.DrawFn, number: int) -> Event:
    """One event; spans end on or after they begin."""
    on = draw(days)
    from_on = draw(st.none() | st.just(on) | st.just(on + timedelta(days=3)))
    length = draw(st.none() | st.integers(0, 200))
    earlier = draw(st.lists(st.integers(0, max(number - 1, 0)), max_size=2))
    return Event(
        kind=draw(st.sampled_from(EventKind)),
        on=on,
        id=f"e{number}",
        at=draw(st.none() | st.just(datetime(on.year, on.month, on.day, 9, 30, tzinfo=UTC))),
        from_on=from_on,
        to_on=None if length is None else (from_on or on) + timedelta(days=length),
        months=draw(st.none() | st.integers(1, 3)),
        level=draw(st.sampled_from([None, "司法所", "县级", "市级", "严管", "普管", "宽管"])),
        place=draw(st.sampled_from([None, "420502", "420102"])),
        reason=draw(st.sampled_from([None, "取保候审", "拘留"])),
        granted=draw(st.sampled_from([None, True, False])),
        expedited=draw(st.booleans()),
        to=frozenset(draw(st.lists(st.sampled_from(Organ), max_size=4))),
        members=frozenset(draw(st.lists(st.sampled_from(Member), max_size=3))),
        refers_to=tuple(f"e{index}" for index in earlier),
    )


@st.composite
def cases(draw: st.DrawFn) -> CaseFacts:
    """One case with up to twenty events."""
    count = draw(st.integers(0, 20))
    return CaseFacts(
        category=draw(st.sampled_from(Category)),
        release_ground=draw(st.none() | st.sampled_from(ReleaseGround)),
        decided_by=draw(st.none() | st.sampled_from(DecidedBy)),
        sex=draw(st.sampled_from([None, "男", "女"])),
        minor=draw(st.booleans()),
        compulsory_education_done=draw(st.sampled_from([None, True, False])),
        effective_on=draw(maybe_days),
        handover_from_on=draw(maybe_days),
        handed_over_on=draw(maybe_days),
        documents_received_on=draw(maybe_days),
        documents_complete=draw(st.sampled_from([None, True, False])),
        term_ends_on=draw(maybe_days),
        prohibitions=draw(st.sampled_from([(), (Prohibition(text="禁止进入网吧"),)])),
        level=draw(st.sampled_from([None, "严管", "普管", "宽管"])),
        arrived_on=draw(maybe_days),
        registered_on=draw(maybe_days),
        known_since=draw(maybe_days),
        ended_on=draw(maybe_days),
        ending=draw(st.none() | st.sampled_from(Ending)),
        residence=draw(st.sampled_from([None, "420502"])),
        events=tuple(draw(events(number)) for number in range(count)),
    )
