"""The columns a ledger is expected to have, in the order of the template."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Expected:
    """A column: its heading, how a cell is written, and a fictitious example."""

    heading: str
    how: str
    example: str


REQUIRED = (
    Expected("姓名", "只有汉字、字母和间隔号", "张示例"),
    Expected("身份证号", "18 位，设为文本格式", "420599198001010010"),
    Expected("县市区", "全称或者简称；表名、标题里有的可以没有这一列", "夷陵区"),
    Expected("矫正类别", "管制、缓刑、假释、暂予监外执行之一", "缓刑"),
    Expected("矫正开始日期", "2026-03-02 或者 2026年3月2日", "2026-03-02"),
    Expected("矫正结束日期", "不早于开始日期", "2028-03-01"),
)
EXPECTED = (
    Expected("司法所", "不认识的照录，以后再指定", "小溪塔司法所"),
    Expected("民族", "", "汉族"),
    Expected("联系电话", "多个号码用“/”隔开", "14200000001"),
    Expected("文化程度", "", "初中"),
    Expected("户籍地", "", "湖北省宜昌市夷陵区示例村1组1号"),
    Expected("居住地", "", "湖北省宜昌市夷陵区样例小区1栋101室"),
    Expected("罪名", "", "盗窃罪"),
    Expected("原判刑期", "照判决书写", "有期徒刑一年，缓刑二年，并处罚金5000元"),
    Expected("决定机关", "", "宜昌市夷陵区人民法院"),
    Expected("法律文书编号", "", "（2026）鄂0506刑初1号"),
    Expected("判决日期", "", "2026-02-15"),
    Expected("生效日期", "", "2026-03-02"),
    Expected("文书收到日期", "", "2026-03-03"),
    Expected("报到日期", "", "2026-03-06"),
    Expected("报到类型", "", "在规定时限内报到"),
    Expected("管理等级", "严管、普管、宽管", "普管"),
    Expected("曾用名", "", ""),
    Expected("附加刑", "", "罚金5000元"),
    Expected("禁止令内容", "", ""),
    Expected("禁止令开始日期", "", ""),
    Expected("禁止令结束日期", "", ""),
    Expected("备注", "不超过 2000 字", ""),
)
