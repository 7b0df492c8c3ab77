"""The demo city's users: one of each role, and an office worker and a county officer in the agency the tour visits."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from yipanqi.demo.people import name_of
from yipanqi.records.places import COUNTIES, OFFICES

PASSWORD = "yichang-demo-2026"  # noqa: S105 -- printed by the run command; the demo is never mixed with real data


@dataclass(frozen=True, slots=True)
class DemoUser:
    """A fictitious officer: sign-in name, name, post, role, and the agency (county, office) of the role."""

    username: str
    full_name: str
    post: str
    role: str
    county: str = ""
    office: str = ""
    partner: str = ""


USERS: tuple[DemoUser, ...] = (
    DemoUser("suo", "何若川", "司法助理员", "office_worker", "夷陵区", "龙泉司法所"),
    DemoUser("suo2", "杜一帆", "司法助理员", "office_worker", "西陵区", "云集司法所"),
    DemoUser("xian", "简正平", "社区矫正科科员", "county_officer", "夷陵区"),
    DemoUser("xian2", "柴宏远", "社区矫正科科员", "county_officer", "秭归县"),
    DemoUser("gaoxin", "卢向明", "社区矫正专干", "county_officer", "宜昌高新区"),
    DemoUser("xianzhang", "聂秋实", "社区矫正管理局局长", "county_head", "夷陵区"),
    DemoUser("juzhang", "邵志国", "区司法局局长", "bureau_head", "夷陵区"),
    DemoUser("shi", "林予安", "执法科科员", "city_officer"),
    DemoUser("ducha", "祝清和", "督查科科员", "city_inspector"),
    DemoUser("lingdao", "梁远山", "市社区矫正管理局局长", "city_leader"),
    DemoUser("jiancha", "贺文澜", "检察官", "prosecutor", "夷陵区", partner="人民检察院"),
    DemoUser("weiyuan", "常晓月", "联络员", "committee_contact", partner="民政局"),
    DemoUser("wangge", "程小满", "网格员", "grid_worker", "夷陵区", "龙泉司法所"),
    DemoUser("shegong", "姚思雨", "社会工作者", "social_worker", "夷陵区", "龙泉司法所"),
    DemoUser("zixun", "方静", "心理咨询师", "counsellor", "夷陵区"),
    DemoUser("xitong", "石立新", "系统管理员", "system_admin"),
    DemoUser("anquan", "岳明辉", "安全管理员", "security_admin"),
    DemoUser("shenji", "温如玉", "审计管理员", "audit_admin"),
)

THREE_PERSON_OFFICES = 78  # 三人所: 78 of 109


def staff() -> Iterator[DemoUser]:
    """Everybody else who works in the city: two or three in each office, two in each county agency."""
    chance = Random(109)  # noqa: S311 -- invented names must be the same each time
    for index, office in enumerate(OFFICES):
        for place in range(3 if index < THREE_PERSON_OFFICES else 2):
            name = name_of(chance, chance.random() < 0.4)
            post = "司法所所长" if place == 0 else "司法助理员"
            yield DemoUser(f"s{index + 1:03d}{'abc'[place]}", name, post, "office_worker", office.county, office.name)
    for index, county in enumerate(COUNTIES):
        for place in range(2):
            name = name_of(chance, chance.random() < 0.4)
            yield DemoUser(f"x{index + 1:02d}{'ab'[place]}", name, "社区矫正专干", "county_officer", county.name)
