"""Fictitious persons: invented names, identity numbers under the unassigned prefix 420599, unused phone numbers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from stdnum.cn import ric

SURNAMES = "覃谭向望秦许邓郑彭田李王张刘陈杨黄周吴徐孙胡朱高林何郭马罗梁宋唐韩冯曹曾程蔡潘袁于董余苏叶吕魏蒋杜丁沈姜范"
GIVEN_MEN = "远帆学军小满德林敬安家旺秋实绍宽若川一帆正平宏远志强建国海涛明辉立新春生永福立军文斌光华大勇世杰云飞"
GIVEN_WOMEN = "玉梅小霞春兰雅琴秀英丽华晓燕红梅桂芳淑珍美玲翠莲金凤银花冬梅丹丹婷婷海燕月娥素芬慧敏"
EDUCATION = ("小学", "初中", "初中", "初中", "高中", "中专", "大专", "本科")
PREFIX = "420599"


@dataclass(frozen=True, slots=True)
class Somebody:
    """An invented person."""

    name: str
    id_no: str
    phone: str
    sex: str
    born_on: date
    ethnicity: str
    education: str


def identity_number(born_on: date, serial: int) -> str:
    """A number with a valid check digit under the prefix no county has; an odd serial is a man's."""
    body = f"{PREFIX}{born_on:%Y%m%d}{serial:03d}"
    return body + str(ric.calc_check_digit(body + "0"))


def name_of(chance: Random, woman: bool) -> str:
    """A surname and one or two characters."""
    pool = GIVEN_WOMEN if woman else GIVEN_MEN
    return chance.choice(SURNAMES) + "".join(chance.sample(pool, 1 if chance.random() < 0.2 else 2))


def somebody(chance: Random, serial: int, today: date, *, minor: bool = False) -> Somebody:
    """One invented person of full age, or a minor of sixteen or seventeen."""
    woman = chance.random() < 0.13
    years = chance.uniform(16.2, 17.8) if minor else min(78.0, max(18.5, chance.gauss(41, 12)))
    born_on = today - timedelta(days=int(years * 365.25))
    return Somebody(
        name=name_of(chance, woman),
        id_no=identity_number(born_on, (serial * 2 + (0 if woman else 1)) % 1000),
        phone=f"142{serial:08d}",
        sex="女" if woman else "男",
        born_on=born_on,
        ethnicity=chance.choices(("汉族", "土家族", "苗族", "回族"), (80, 17, 2, 1))[0],
        education=chance.choice(EDUCATION),
    )
