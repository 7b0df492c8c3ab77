"""Rounds of the clock, and a history without its stamps."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):
    """The clock's rounds; a case's projection stamps make no version of the case; event kinds follow the law."""

    dependencies = [
        ("records", "0002_policies"),
    ]

    operations = [
        migrations.CreateModel(
            name="Round",
            fields=[
                ("id", models.SmallIntegerField(default=1, primary_key=True, serialize=False)),
                ("day", models.DateField(null=True, verbose_name="推算日期")),
                ("rulebook", models.CharField(blank=True, default="", max_length=80, verbose_name="规则版本")),
                ("finished_at", models.DateTimeField(null=True, verbose_name="完成时间")),
            ],
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="case",
            name="update_update",
        ),
        migrations.AlterField(
            model_name="event",
            name="kind",
            field=models.CharField(max_length=40, verbose_name="事项"),
        ),
        migrations.AlterField(
            model_name="eventhistory",
            name="kind",
            field=models.CharField(max_length=40, verbose_name="事项"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="case",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."arrival_kind" IS DISTINCT FROM (NEW."arrival_kind") OR OLD."arrived_on" IS DISTINCT FROM (NEW."arrived_on") OR OLD."batch_id" IS DISTINCT FROM (NEW."batch_id") OR OLD."category" IS DISTINCT FROM (NEW."category") OR OLD."county_id" IS DISTINCT FROM (NEW."county_id") OR OLD."court_level" IS DISTINCT FROM (NEW."court_level") OR OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."crime" IS DISTINCT FROM (NEW."crime") OR OLD."custody_days" IS DISTINCT FROM (NEW."custody_days") OR OLD."days_not_counted" IS DISTINCT FROM (NEW."days_not_counted") OR OLD."decided_by" IS DISTINCT FROM (NEW."decided_by") OR OLD."decided_on" IS DISTINCT FROM (NEW."decided_on") OR OLD."decision_organ" IS DISTINCT FROM (NEW."decision_organ") OR OLD."doc_no" IS DISTINCT FROM (NEW."doc_no") OR OLD."documents_complete" IS DISTINCT FROM (NEW."documents_complete") OR OLD."documents_received_on" IS DISTINCT FROM (NEW."documents_received_on") OR OLD."effective_on" IS DISTINCT FROM (NEW."effective_on") OR OLD."ended_kind" IS DISTINCT FROM (NEW."ended_kind") OR OLD."ended_on" IS DISTINCT FROM (NEW."ended_on") OR OLD."extra" IS DISTINCT FROM (NEW."extra") OR OLD."fine_yuan" IS DISTINCT FROM (NEW."fine_yuan") OR OLD."handed_over_on" IS DISTINCT FROM (NEW."handed_over_on") OR OLD."handover_from_on" IS DISTINCT FROM (NEW."handover_from_on") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."known_since" IS DISTINCT FROM (NEW."known_since") OR OLD."level" IS DISTINCT FROM (NEW."level") OR OLD."more" IS DISTINCT FROM (NEW."more") OR OLD."number" IS DISTINCT FROM (NEW."number") OR OLD."office_id" IS DISTINCT FROM (NEW."office_id") OR OLD."office_text" IS DISTINCT FROM (NEW."office_text") OR OLD."person_id" IS DISTINCT FROM (NEW."person_id") OR OLD."phone_checked_since" IS DISTINCT FROM (NEW."phone_checked_since") OR OLD."probation_months" IS DISTINCT FROM (NEW."probation_months") OR OLD."probation_years" IS DISTINCT FROM (NEW."probation_years") OR OLD."received_on" IS DISTINCT FROM (NEW."received_on") OR OLD."release_ground" IS DISTINCT FROM (NEW."release_ground") OR OLD."remarks" IS DISTINCT FROM (NEW."remarks") OR OLD."residential_custody_days" IS DISTINCT FROM (NEW."residential_custody_days") OR OLD."responsible_id" IS DISTINCT FROM (NEW."responsible_id") OR OLD."revision" IS DISTINCT FROM (NEW."revision") OR OLD."sealed" IS DISTINCT FROM (NEW."sealed") OR OLD."search_key" IS DISTINCT FROM (NEW."search_key") OR OLD."sentence_kind" IS DISTINCT FROM (NEW."sentence_kind") OR OLD."sentence_months" IS DISTINCT FROM (NEW."sentence_months") OR OLD."sentence_text" IS DISTINCT FROM (NEW."sentence_text") OR OLD."sentence_years" IS DISTINCT FROM (NEW."sentence_years") OR OLD."supplementary_penalty" IS DISTINCT FROM (NEW."supplementary_penalty") OR OLD."term_ends_on" IS DISTINCT FROM (NEW."term_ends_on") OR OLD."term_starts_on" IS DISTINCT FROM (NEW."term_starts_on") OR OLD."updated_at" IS DISTINCT FROM (NEW."updated_at") OR OLD."updated_by_id" IS DISTINCT FROM (NEW."updated_by_id"))',
                    func='INSERT INTO "records_casehistory" ("arrival_kind", "arrived_on", "batch_id", "category", "county_id", "court_level", "created_at", "crime", "custody_days", "days_not_counted", "decided_by", "decided_on", "decision_organ", "doc_no", "documents_complete", "documents_received_on", "effective_on", "ended_kind", "ended_on", "extra", "facts_digest", "fine_yuan", "handed_over_on", "handover_from_on", "id", "known_since", "level", "more", "number", "office_id", "office_text", "person_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone_checked_since", "probation_months", "probation_years", "received_on", "refreshed_at", "release_ground", "remarks", "residential_custody_days", "responsible_id", "revision", "sealed", "search_key", "sentence_kind", "sentence_months", "sentence_text", "sentence_years", "supplementary_penalty", "term_ends_on", "term_starts_on", "updated_at", "updated_by_id") VALUES (NEW."arrival_kind", NEW."arrived_on", NEW."batch_id", NEW."category", NEW."county_id", NEW."court_level", NEW."created_at", NEW."crime", NEW."custody_days", NEW."days_not_counted", NEW."decided_by", NEW."decided_on", NEW."decision_organ", NEW."doc_no", NEW."documents_complete", NEW."documents_received_on", NEW."effective_on", NEW."ended_kind", NEW."ended_on", NEW."extra", NEW."facts_digest", NEW."fine_yuan", NEW."handed_over_on", NEW."handover_from_on", NEW."id", NEW."known_since", NEW."level", NEW."more", NEW."number", NEW."office_id", NEW."office_text", NEW."person_id", NOW(), \'update\', NEW."id", NEW."phone_checked_since", NEW."probation_months", NEW."probation_years", NEW."received_on", NEW."refreshed_at", NEW."release_ground", NEW."remarks", NEW."residential_custody_days", NEW."responsible_id", NEW."revision", NEW."sealed", NEW."search_key", NEW."sentence_kind", NEW."sentence_months", NEW."sentence_text", NEW."sentence_years", NEW."supplementary_penalty", NEW."term_ends_on", NEW."term_starts_on", NEW."updated_at", NEW."updated_by_id"); RETURN NULL;',
                    hash="9f6c3052d329fbeb1bb99d649a35f5d8af99a934",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_01617",
                    table="records_case",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="round",
            constraint=models.CheckConstraint(condition=models.Q(("id", 1)), name="round_has_one_row"),
        ),
        migrations.RunSQL("INSERT INTO records_round (id, rulebook) VALUES (1, '')", migrations.RunSQL.noop),
    ]
