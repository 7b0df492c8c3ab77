"""Loading the fictitious city through the same acts and bulk writers that real work uses."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import count

from yipanqi.access import scope
from yipanqi.actions import accounts, agencies, duties, journal, parameters, roles
from yipanqi.actions.ledger_import.drafting import search_key_of
from yipanqi.actions.ledger_import.writing import insert, next_ids
from yipanqi.actions.system import system
from yipanqi.demo.census import LEDGER_COUNTY, LEDGER_DAYS_AGO, Draft, drafts
from yipanqi.demo.history import REPORT_EVERY
from yipanqi.demo.users import PASSWORD, THREE_PERSON_OFFICES, USERS, DemoUser, staff
from yipanqi.law.facts import Category, CourtLevel, DecidedBy
from yipanqi.records import ciphers, names
from yipanqi.records.days import SHANGHAI, day_of
from yipanqi.records.facts import facts_of, law_events
from yipanqi.records.models import Agency, AgencyKind, Case, Event, Officer, Person

Report = Callable[[str], object]

WHO_CARRIES_CASES = ("司法助理员", "社区矫正专干")

PARAMETERS = {
    "declaration_days": 5,
    "group_days": 5,
    "plan_days": 10,
    "report_days_strict": REPORT_EVERY["严管"],
    "report_days_general": REPORT_EVERY["普管"],
    "report_days_lenient": REPORT_EVERY["宽管"],
}


@dataclass(frozen=True, slots=True)
class Loaded:
    """What was written."""

    cases: int
    open_cases: int
    events: int
    duties: int


def load(*, now: datetime, report: Report, seed: int = 20200701, scale: int = 1) -> Loaded:
    """Write the whole city in one transaction: agencies, users, parameters, cases with their history, duties."""
    with system():
        officers = _people(now)
        scope.apply(scope.system_scope())
        _parameters(officers, now)
        report("机构、用户、市流程参数已建立")
        made = drafts(day_of(now), seed=seed, scale=scale)
        writer = _Writer(officers, now)
        return writer.write(made, report)


def _people(now: datetime) -> dict[str, Officer]:
    city = agencies.seed_tree(by=None, graded=True, now=now)
    counties = agencies.county_agencies()
    _staffed()
    first: dict[str, Officer] = {}
    for user in USERS:
        if user.role in ("system_admin", "security_admin", "audit_admin"):
            account = accounts.NewAccount(user.username, user.full_name, city.pk, user.post)
            officer = accounts.open_account(by=None, account=account, now=now).officer
            roles.seat_first_administrator(officer=officer, role=user.role, now=now)
            first[user.role] = officer
    others = [*(user for user in USERS if user.role not in first), *staff()]
    offices = {(o.parent_id, o.name): o for o in Agency.objects.filter(kind=AgencyKind.OFFICE)}
    places = {user.username: _agency_of(user, city, counties, offices) for user in others}
    opened = accounts.open_accounts(
        by=first["system_admin"],
        accounts=[
            accounts.NewAccount(user.username, user.full_name, places[user.username].pk, user.post) for user in others
        ],
        password=PASSWORD,
        now=now,
    )
    roles.grant_many(
        proposed_by=first["security_admin"],
        by=first["system_admin"],
        wanted=[
            roles.Wanted(officer, user.role, places[user.username])
            for user, officer in zip(others, opened, strict=True)
        ],
        reason="演示城市",
        now=now,
    )
    for officer in first.values():
        accounts.change_password(by=officer, password=PASSWORD, now=now)
    return {officer.username: officer for officer in (*opened, *first.values())}


def _staffed() -> None:
    """Seventy-eight of the offices have three people, the others two."""
    offices = list(Agency.objects.filter(kind=AgencyKind.OFFICE).order_by("sort_key"))
    for index, office in enumerate(offices):
        office.staff_count = 3 if index < THREE_PERSON_OFFICES else 2
    agencies.set_staff(offices)


def _agency_of(
    user: DemoUser, city: Agency, counties: dict[str, Agency], offices: dict[tuple[int | None, str], Agency]
) -> Agency:
    if user.partner:
        parent = counties.get(user.county, city)
        return Agency.objects.get(parent=parent, kind=AgencyKind.PARTNER, name__endswith=user.partner)
    if user.office:
        return offices[counties[user.county].pk, user.office]
    return counties.get(user.county, city)


def _parameters(officers: dict[str, Officer], now: datetime) -> None:
    """The demo city's own working order, plainly fictitious, signed by two as in life."""
    start = date(2020, 7, 1)
    for name, value in PARAMETERS.items():
        proposed = parameters.propose_parameter(
            by=officers["shi"], name=name, value=value, from_on=start, source="演示城市工作流程（虚构）", now=now
        )
        parameters.sign_parameter(by=officers["lingdao"], parameter_id=proposed.pk, now=now)


class _Writer:
    """Turns drafts into rows: ids first, so that rows can name each other, then one COPY per table."""

    def __init__(self, officers: dict[str, Officer], now: datetime) -> None:
        self.now = now
        self.today = day_of(now)
        self.known_since = self.today - timedelta(days=LEDGER_DAYS_AGO)
        self.counties = agencies.county_agencies()
        self.offices = {
            (office.parent_id, office.name): office for office in Agency.objects.filter(kind=AgencyKind.OFFICE)
        }
        self.workers: dict[int, list[Officer]] = {}
        for officer in officers.values():
            if officer.post in WHO_CARRIES_CASES:
                self.workers.setdefault(officer.agency_id, []).append(officer)
        self.serials = {agency.pk: count(1) for agency in self.counties.values()}

    def write(self, made: Sequence[Draft], report: Report) -> Loaded:
        """Persons, cases, events, then what the law finds in them."""
        persons = self._numbered(Person, [self._person(draft) for draft in made])
        cases = self._numbered(Case, [self._case(d, p) for d, p in zip(made, persons, strict=True)])
        events = [self._events(draft, case) for draft, case in zip(made, cases, strict=True)]
        flat = self._numbered(Event, [event for part in events for event in part])
        for draft, part in zip(made, events, strict=True):
            _link(draft, part)
        projected = duties.project_new(
            ((case, facts_of(case, law_events(part), ())) for case, part in zip(cases, events, strict=True)),
            now=self.now,
        )
        report(f"{len(cases)} 件案件、{len(flat)} 条经过已推算")
        insert(persons)
        insert(cases)
        insert(flat)
        written = duties.insert_new(projected, now=self.now)
        for case in cases:
            journal.write("case.opened", by=None, at=self.now, case=case)
        return Loaded(len(cases), sum(case.ended_on is None for case in cases), len(flat), written)

    @staticmethod
    def _numbered(model: type, rows: list) -> list:  # type: ignore[type-arg]
        for row, pk in zip(rows, next_ids(model, len(rows)), strict=True):
            row.pk = pk
        return rows

    def _person(self, draft: Draft) -> Person:
        who = draft.person
        home = f"湖北省宜昌市{draft.county.removeprefix('宜昌')}{(draft.office or '').removesuffix('司法所')}"
        at = self._at(draft.received_on)
        return Person(
            name=who.name,
            name_key=names.pinyin_key(who.name),
            id_no_sealed=ciphers.seal("person.id_no", who.id_no),
            id_no_index=ciphers.blind_index("person.id_no", who.id_no),
            phones_sealed=ciphers.seal("person.phones", who.phone),
            sex=who.sex,
            born_on=who.born_on,
            ethnicity=who.ethnicity,
            education=who.education,
            household_address=f"{home}示例村{draft.serial % 9 + 1}组{draft.serial % 90 + 1}号",
            residence_address=f"{home}样例小区{draft.serial % 15 + 1}栋{draft.serial % 900 + 101}室",
            home_county=self.counties[draft.county],
            sealed=draft.minor,
            created_at=at,
            updated_at=at,
        )

    def _case(self, draft: Draft, person: Person) -> Case:
        found, county = draft.judgment, self.counties[draft.county]
        office = self.offices.get((county.pk, draft.office)) if draft.office else None
        number = f"{county.number_prefix}-{draft.received_on.year}-{next(self.serials[county.pk]):04d}"
        by_ledger = draft.county == LEDGER_COUNTY and draft.ended_on is None
        silent = draft.serial % 37 == 5
        worker = self._worker(office or county, draft.serial)
        at = self._at(draft.received_on)
        doc_no = "" if silent else _doc_no(draft, county)
        by_court = found.decided_by is DecidedBy.COURT
        return Case(
            number=number,
            person=person,
            category=found.category.value,
            release_ground=found.ground.value if found.ground and not (by_ledger and silent) else "",
            crime=found.crime,
            sentence_text=_sentence_text(draft),
            sentence_kind=found.penalty.value,
            sentence_years=found.months // 12,
            sentence_months=found.months % 12,
            probation_years=found.probation_months // 12 if found.probation_months else None,
            probation_months=found.probation_months % 12 if found.probation_months else None,
            fine_yuan=found.fine_yuan,
            decision_organ=f"宜昌市{county.short_name}人民法院" if by_court else "湖北省监狱管理局",
            decided_by=found.decided_by.value,
            court_level=CourtLevel.BASIC.value if by_court else "",
            doc_no=doc_no,
            decided_on=found.decided_on,
            effective_on=found.effective_on if found.category is Category.PROBATION or not silent else None,
            handover_from_on=found.effective_on if found.category is Category.TEMPORARY else None,
            handed_over_on=draft.arrived_on if found.category is Category.TEMPORARY else None,
            documents_received_on=None if by_ledger else draft.documents_received_on,
            documents_complete=True,
            term_starts_on=found.starts_on,
            term_ends_on=found.ends_on,
            arrived_on=draft.arrived_on,
            county=county,
            office=office,
            responsible=worker,
            level=draft.level,
            sealed=draft.minor,
            phone_checked_since=draft.phone_checked_since,
            received_on=draft.received_on,
            known_since=self.known_since if by_ledger else None,
            ended_on=draft.ended_on,
            ended_kind="released" if draft.ended_on else "",
            search_key=search_key_of(person, number, doc_no),
            created_at=at,
            updated_at=at,
        )

    def _worker(self, agency: Agency, serial: int) -> Officer:
        """The first of an agency's people carries most of its cases, as in life; one in sixty has nobody yet."""
        staff = self.workers[agency.pk]
        return staff[0 if serial % 5 < 2 else serial % len(staff)]

    def _events(self, draft: Draft, case: Case) -> list[Event]:
        told = draft.events
        if case.known_since is not None:
            told = tuple(event for event in told if event.on >= case.known_since)
        return [
            Event(
                case=case,
                kind=event.kind.value,
                on=event.on,
                data=_plain(event.data),
                recorded_by_id=case.responsible_id,
                recorded_at=min(self.now, self._at(event.on)),
            )
            for event in told
        ]

    @staticmethod
    def _at(day: date) -> datetime:
        return datetime(day.year, day.month, day.day, 16, 5, tzinfo=SHANGHAI)


def _plain(data: dict[str, object]) -> dict[str, object]:
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in data.items()}


def _link(draft: Draft, events: Sequence[Event]) -> None:
    """Answers name what they answer by its id in the records; what lies before the ledger is not told."""
    told = draft.events[len(draft.events) - len(events) :]
    marks = {happened.mark: str(event.pk) for happened, event in zip(told, events, strict=True) if happened.mark}
    for happened, event in zip(told, events, strict=True):
        if happened.answers:
            event.data["refers_to"] = [marks.get(mark, mark) for mark in happened.answers]


def _doc_no(draft: Draft, county: Agency) -> str:
    found = draft.judgment
    kind = {Category.PAROLE: "刑更", Category.TEMPORARY: "暂"}.get(found.category, "刑初")
    return f"（{found.decided_on.year}）鄂{county.county_code[2:] or '05'}{kind}9{draft.serial:04d}号"


def _sentence_text(draft: Draft) -> str:
    found = draft.judgment
    text = f"{found.penalty.value}{_months_text(found.months)}"
    if found.probation_months:
        text += f"，缓刑{_months_text(found.probation_months)}"
    return text + (f"，并处罚金{found.fine_yuan}元" if found.fine_yuan else "")


def _months_text(months: int) -> str:
    years, rest = divmod(months, 12)
    return (f"{years}年" if years else "") + (f"{rest}个月" if rest or not years else "")
