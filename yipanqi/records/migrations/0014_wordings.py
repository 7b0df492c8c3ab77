"""The words of duties are kept once: a row keeps its own dates and numbers, and the key of its wording."""

from django.db import migrations, models

# Rows of an earlier release keep their sentences to the letter, until the next refresh says them anew.
LITERAL = "replace(replace({}, '{{', '{{{{'), '}}', '}}}}')"
KEY = (
    "('x' || substr(md5(concat_ws(chr(31), rule, title, actor, statutory, certainty, assumption, basis, because,"
    " change, if_missed, next_step)), 1, 16))::bit(64)::bigint"
)
MOVE = f"""
INSERT INTO records_wording (id, rule, title, actor, unit, statutory, certainty, assumption, basis, because, change,
    if_missed, next_step)
  SELECT DISTINCT ON (1) {KEY}, rule, title, actor, '', statutory, certainty, assumption, basis,
    {LITERAL.format("because")}, {LITERAL.format("change")}, if_missed, next_step
  FROM records_duty;
UPDATE records_duty SET wording_id = {KEY};
UPDATE records_case SET facts_digest = NULL;
UPDATE records_round SET rulebook = '';
SET CONSTRAINTS ALL IMMEDIATE;
"""
GONE = (
    "title", "actor", "statutory", "certainty", "assumption", "basis", "because", "change", "if_missed", "next_step",
    "digest",
)  # fmt: skip

ACTORS = [
    ("person", "社区矫正对象"),
    ("agency", "社区矫正机构"),
    ("office", "司法所"),
    ("bureau_head", "县级司法行政部门负责人"),
    ("city", "市级社区矫正机构"),
    ("old_agency", "原执行地社区矫正机构"),
    ("new_agency", "新执行地社区矫正机构"),
    ("deciding_organ", "社区矫正决定机关"),
    ("court", "人民法院"),
    ("procuratorate", "人民检察院"),
    ("police", "公安机关"),
    ("prison", "监狱或看守所"),
    ("custodian", "看守所或执行机关"),
    ("guardian", "监护人或家庭成员"),
]


class Migration(migrations.Migration):
    """What was concluded stays as it was said; what is concluded from now on is a fraction of its size."""

    dependencies = [("records", "0013_persons_named")]

    operations = [
        migrations.CreateModel(
            name="Wording",
            fields=[
                ("id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("rule", models.CharField(max_length=60, verbose_name="规则")),
                ("title", models.CharField(max_length=100, verbose_name="事项")),
                ("actor", models.CharField(choices=ACTORS, max_length=20, verbose_name="义务人")),
                ("unit", models.CharField(max_length=10, verbose_name="期限单位")),
                ("statutory", models.BooleanField(verbose_name="法定")),
                ("certainty", models.CharField(max_length=20, verbose_name="依据状态")),
                ("assumption", models.CharField(blank=True, max_length=300, verbose_name="口径")),
                ("basis", models.JSONField(verbose_name="依据")),
                ("because", models.TextField(blank=True, verbose_name="推算")),
                ("change", models.TextField(blank=True, verbose_name="怎样会不同")),
                ("if_missed", models.TextField(blank=True, verbose_name="逾期后果")),
                ("next_step", models.TextField(blank=True, verbose_name="下一步")),
            ],
        ),
        migrations.AddField(
            model_name="duty",
            name="wording_id",
            field=models.BigIntegerField(default=0, verbose_name="措辞"),
            preserve_default=False,
        ),
        migrations.AddField("duty", "amount", models.IntegerField(null=True, verbose_name="期限数")),
        migrations.AddField("duty", "subject", models.TextField(blank=True, default="", verbose_name="所涉")),
        migrations.AddField("duty", "extra", models.JSONField(default=dict, verbose_name="推算所用")),
        migrations.RunSQL(MOVE),
        *(migrations.RemoveField("duty", name) for name in GONE),
        migrations.AddField("duty", "digest", models.BigIntegerField(default=0, verbose_name="推算摘要")),
        migrations.RunSQL("REVOKE UPDATE, DELETE ON records_wording FROM yipanqi_app"),
    ]
