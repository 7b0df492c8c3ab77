"""Who is in register, and how a duty stands: one place, and the same answer as the law's."""

from datetime import date, timedelta
from typing import Any

from django.db.models import Q

from tests.cast import NOW, TODAY, Cast, everywhere, make_case
from yipanqi.actions import duties
from yipanqi.law.duties import duties_for
from yipanqi.law.facts import Category, ReleaseGround
from yipanqi.law.findings import Standing
from yipanqi.measures.standing import CURRENT, standing, stands
from yipanqi.records import register
from yipanqi.records.facts import facts_for
from yipanqi.records.models import Case, Duty, Event
from yipanqi.records.rulebook import rulebook


def cases_of(cast: Cast) -> dict[str, Case]:
    yesterday, tomorrow = TODAY - timedelta(days=1), TODAY + timedelta(days=1)
    ended: dict[str, Any] = {
        "term_starts_on": date(2025, 1, 1),
        "effective_on": date(2025, 1, 1),
        "arrived_on": date(2025, 1, 5),
    }
    return {
        "running": make_case(cast.county, cast.office, arrived_on=date(2026, 11, 5)),
        "first day": make_case(cast.county, cast.office, term_starts_on=TODAY),
        "last day": make_case(cast.county, cast.office, **ended, term_ends_on=TODAY),
        "tomorrow": make_case(cast.county, cast.office, term_starts_on=tomorrow),
        "late": make_case(cast.county, None, **ended, term_ends_on=yesterday),
        "imported": make_case(cast.county, cast.office, **ended, term_ends_on=yesterday, known_since=TODAY),
        "released": make_case(
            cast.county, cast.office, **ended, term_ends_on=yesterday, ended_on=yesterday, ended_kind="released"
        ),
        "medical": make_case(
            cast.county,
            cast.office,
            category=Category.TEMPORARY.value,
            release_ground=ReleaseGround.MEDICAL.value,
            arrived_on=date(2026, 5, 5),
            received_on=date(2026, 5, 5),
            term_starts_on=date(2026, 5, 1),
            known_since=date(2026, 9, 1),
        ),
    }


def test_who_is_in_register(cast: Cast) -> None:
    with everywhere():
        cases = cases_of(cast)

        def named(condition: Q) -> set[str]:
            found = set(Case.objects.filter(condition).values_list("pk", flat=True))
            return {name for name, case in cases.items() if case.pk in found}

        assert named(register.running(TODAY)) == {"running", "first day", "last day", "medical"}
        assert named(register.not_yet_started(TODAY)) == {"tomorrow"}
        assert named(register.expired(TODAY)) == {"late", "imported"}
        assert named(register.expired_unconfirmed(TODAY)) == {"imported"}
        assert named(register.release_overdue(TODAY)) == {"late"}
        assert named(register.ended()) == {"released"}
        assert named(register.open_cases()) == set(cases) - {"released"}
        assert named(register.awaiting_arrival(TODAY)) == {"first day"}
        assert named(register.without_office()) == {"late"}


def test_a_person_with_two_running_cases_is_one_person(cast: Cast) -> None:
    with everywhere():
        first = make_case(cast.county, cast.office)
        second = make_case(cast.county, cast.office, category="管制")
        Case.objects.filter(pk=second.pk).update(person=first.person)
        assert Case.objects.filter(register.running(TODAY)).count() == 2
        assert register.persons_in_register(Case.objects.all(), TODAY).count() == 1


def test_a_row_stands_as_its_finding_does(cast: Cast) -> None:
    """Over every rule and a year of days: filters and words agree with `law.findings.Standing`."""
    with everywhere():
        cases = list(cases_of(cast).values())
        for case in cases:
            Event.objects.create(case=case, kind="reported", on=date(2026, 11, 20), recorded_at=NOW)
        for on in (TODAY, TODAY + timedelta(days=7), TODAY + timedelta(days=200)):
            now = NOW + (on - TODAY)
            duties.refresh_many([case.pk for case in cases], now=now)
            _check(cases, on)


WORDS = ("title", "because", "change", "if_missed", "next_step", "assumption", "statutory", "optional", "immediate")


def _check(cases: list[Case], on: date) -> None:
    book, seen = rulebook(), 0
    for case_id, facts in facts_for(Case.objects.filter(pk__in=[case.pk for case in cases])).items():
        rows = {(row.rule, row.occasion): row for row in Duty.objects.filter(CURRENT, case_id=case_id)}
        findings = duties_for(facts, on=on, calendar=book.calendar, region=book.region)
        assert {(f.rule, f.occasion) for f in findings} == set(rows)
        for finding in findings:
            row = rows[finding.rule, finding.occasion]
            word = standing(row, on)
            assert word is finding.standing(on), (finding.key, on)
            assert _filters(row, on) == {word}, (finding.key, word)
            assert [getattr(row, name) for name in WORDS] == [getattr(finding, name) for name in WORDS]
            assert (row.actor, row.certainty) == (finding.actor.value, finding.certainty.value)
            assert row.basis == [{"cite": a.cite, "label": a.label} for a in finding.basis]
            seen += 1
    assert seen > 60


def _filters(row: Duty, on: date) -> set[Standing]:
    return {word for word in Standing if Duty.objects.filter(stands(word, on), pk=row.pk).exists()}
