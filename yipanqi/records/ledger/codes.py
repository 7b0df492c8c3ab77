"""Every code of the check with its Chinese title, what it means and what to do; pages and downloads use these."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from yipanqi.records.ledger.normal.form import as_text
from yipanqi.records.ledger.result import CellError


@dataclass(frozen=True, slots=True)
class Code:
    """A code as a person reads it."""

    code: str
    title: str
    meaning: str
    remedy: str


FIELD_NAMES: Mapping[str, str] = MappingProxyType(
    {
        "name": "姓名",
        "id_no": "身份证号",
        "county": "县市区",
        "penalty_type": "矫正类别",
        "start_date": "矫正开始日期",
        "end_date": "矫正结束日期",
        "sex": "性别",
        "birth_date": "出生日期",
        "ethnicity": "民族",
        "phone": "联系电话",
        "phones": "全部电话",
        "education": "文化程度",
        "household_address": "户籍地",
        "residence_address": "居住地",
        "office": "司法所",
        "township_code": "乡镇代码",
        "county_code": "县市区代码",
        "crime": "罪名",
        "sentence": "原判刑期",
        "decision_organ": "决定机关",
        "doc_no": "文书编号",
        "report_date": "报到日期",
        "level": "管理等级",
        "remarks": "备注",
        "former_name": "曾用名",
        "order_start_date": "禁止令开始日期",
        "order_end_date": "禁止令结束日期",
        "documents_received_on": "文书收到日期",
        "judged_on": "判决日期",
        "effective_on": "生效日期",
    }
)


def _index(*codes: tuple[str, str, str, str]) -> Mapping[str, Code]:
    return MappingProxyType({parts[0]: Code(*parts) for parts in codes})


ERRORS = _index(
    (
        "missing_required",
        "必填项为空",
        "姓名、身份证号、县市区、矫正类别、矫正起止日期缺一不可。",
        "请补填这一格；表里没有这一列的，请增加该列。",
    ),
    ("name_invalid", "姓名不合规范", "姓名只能有汉字、字母和间隔号“·”。", "请去掉换行、括号、星号和数字，只留姓名。"),
    ("too_long", "内容过长", "姓名不超过 50 字，备注不超过 2000 字，其他不超过 200 字。", "请缩短内容，或移到备注。"),
    (
        "id_format",
        "身份证号格式不对",
        "应为 18 位：前 17 位数字，末位数字或 X。",
        "请对照身份证逐位核对，常见错误是字母 O 写作数字 0、少位或多位。",
    ),
    (
        "id_birth_invalid",
        "身份证号中的出生日期不存在",
        "第 7 至 14 位不是真实日期。",
        "请对照身份证核对第 7 至 14 位。",
    ),
    ("id_birth_future", "身份证号中的出生日期晚于今天", "出生日期不能在检查基准日之后。", "请对照身份证核对年份。"),
    (
        "id_checksum",
        "身份证号校验码不符",
        "按 GB 11643 计算，末位与前 17 位不符，必有一位写错。",
        "请对照身份证逐位核对。",
    ),
    (
        "id_numeric_precision_lost",
        "身份证号存成了数字",
        "Excel 的数字只保留 15 位，后三位已经丢失。",
        "请把该列设为“文本”格式，重新录入完整号码。",
    ),
    (
        "id_name_conflict",
        "同一身份证号有不同姓名",
        "本文件中几行身份证号相同而姓名不同，至少一行有误。",
        "请核对这几行的姓名和身份证号，改正后重新导入。",
    ),
    (
        "age_below_responsibility",
        "年龄低于 12 周岁",
        "按身份证号计算，未达到刑事责任年龄。",
        "请核对身份证号中的出生日期。",
    ),
    (
        "unknown_county",
        "县市区不认识",
        "不在宜昌市 13 个县市区和宜昌高新区之列。",
        "请填写全称，如“夷陵区”“长阳土家族自治县”“宜昌高新区”。",
    ),
    (
        "penalty_type_unknown",
        "矫正类别不认识",
        "只能是管制、缓刑、假释、暂予监外执行。",
        "请改为四类之一；管理等级（严管、普管、宽管）请填在“管理等级”列。",
    ),
    ("date_invalid", "日期读不出来", "不是真实存在的日期，或写法无法识别。", "请写成“2026-11-01”或“2026年11月1日”。"),
    ("date_ambiguous", "日期年份不是四位", "两位年份无法确定世纪。", "请把年份写成四位，如“2026-11-01”。"),
    ("date_out_of_range", "日期超出合理范围", "应在 1990-01-01 至 2060-12-31 之间。", "请核对年份。"),
    (
        "end_before_start",
        "结束日期早于开始日期",
        "矫正结束日期不能早于矫正开始日期。",
        "请核对起止日期，可能两格填反。",
    ),
    (
        "formula_cell",
        "单元格是公式",
        "公式的结果会随表格变化，不能作为台账数据。",
        "请选中该列，复制后“选择性粘贴—数值”，保存后再导入。",
    ),
)

WARNINGS = _index(
    ("invisible_stripped", "去掉了看不见的字符", "单元格里有零宽字符等看不见的符号，已去掉。", "无需处理。"),
    ("id15_upgraded", "15 位身份证号已升为 18 位", "按规则补上世纪和校验码。", "请对照现用身份证核对。"),
    ("sex_mismatch", "性别与身份证号不符", "以身份证号为准。", "请核对性别列和身份证号。"),
    ("birth_mismatch", "出生日期与身份证号不符", "以身份证号为准。", "请核对出生日期列和身份证号。"),
    ("minor", "未成年人", "基准日不满 18 周岁，按未成年人案件管理。", "请确认监护人信息和保密要求。"),
    (
        "phone_invalid",
        "电话号码无效",
        "手机应为 11 位、1 开头；座机应为“区号-号码”。",
        "请补正电话号码，导入后也可在案件页补正。",
    ),
    (
        "sentence_unparsed",
        "原判刑期读不出来",
        "没能从文字中读出刑种和期限，原文已保留。",
        "请写成“有期徒刑一年，缓刑二年，并处罚金5000元”。",
    ),
    (
        "sentence_illegal",
        "刑期与缓刑考验期不合法定幅度",
        "缓刑适用于三年以下有期徒刑或拘役，考验期有上下限。",
        "请对照判决书核对。",
    ),
    (
        "term_mismatch",
        "起止日期与缓刑考验期不一致",
        "按台账规则（起始日加考验期减一日）推算，相差超过一天。",
        "请对照判决书和执行通知书核对。",
    ),
    ("formula_like_text", "文字以 = + - @ 开头", "按原文保留，导出时会转义。", "如系误输，请改正。"),
    ("hidden_row", "隐藏行", "这一行在表格中被隐藏，仍已读入。", "如不应导入，请从表中删除该行。"),
    ("concurrent_case", "同一人有多个案件", "身份证号和姓名相同而案件不同，各自读入。", "请确认是否确有两个案件。"),
)

SKIP_REASONS: Mapping[str, str] = MappingProxyType(
    {
        "title": "标题行",
        "subtitle": "副标题行",
        "header": "表头",
        "repeated header": "重复的表头",
        "blank": "空行",
        "only serial number": "只有序号",
        "totals": "合计行",
        "signature": "填表人签字行",
        "note": "注释行",
        "not a data sheet": "不是数据工作表",
        "hidden sheet": "隐藏的工作表",
    }
)


def field_name(field: str | None) -> str:
    """A field in Chinese; an unknown one as it is."""
    return FIELD_NAMES.get(field or "", field or "")


def sentence_of(error: CellError) -> str:
    """One error as a sentence: where, what, how to mend."""
    code = ERRORS[error.code]
    where = (
        f"{error.column} 列“{''.join((error.header or '').split())}”"
        if error.column
        else f"缺少“{field_name(error.field)}”列"
    )
    raw = as_text(error.raw)
    shown = f"（原值：{raw[:40]}）" if raw and error.field != "id_no" else ""
    return f"{where}：{code.title}{shown}。{code.remedy}"
