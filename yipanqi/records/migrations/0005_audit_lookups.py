"""Case numbers for the audit administrator, who has no cases: number to id and back, nothing else."""

from django.db import migrations

FUNCTION = """
CREATE FUNCTION yipanqi_case_numbers(ids bigint[], numbers text[]) RETURNS TABLE (id bigint, number text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT c.id, c.number::text FROM records_case c
  WHERE yipanqi_on('journal') AND (c.id = ANY (ids) OR c.number = ANY (numbers))
$$;
REVOKE ALL ON FUNCTION yipanqi_case_numbers(bigint[], text[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION yipanqi_case_numbers(bigint[], text[]) TO yipanqi_app;
"""


class Migration(migrations.Migration):
    """Row-level security hides every case from the audit administrator; a journal line names its case by id."""

    dependencies = [("records", "0004_ledger_lookups")]

    operations = [migrations.RunSQL(FUNCTION, "DROP FUNCTION yipanqi_case_numbers(bigint[], text[])")]
