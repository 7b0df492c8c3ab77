"""What an import must know beyond its own scope, each as a narrow question that answers ids, keys or a number only."""

from django.db import migrations

FUNCTIONS = """
CREATE FUNCTION yipanqi_known_persons(indexes bytea[]) RETURNS TABLE (id_no_index bytea, person_id bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT p.id_no_index, p.id FROM records_person p JOIN unnest(indexes) AS asked(i) ON p.id_no_index = asked.i
$$;
CREATE FUNCTION yipanqi_known_cases(persons bigint[], categories text[], starts date[])
RETURNS TABLE (person_id bigint, category text, starts_on date)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT c.person_id, c.category::text, c.term_starts_on
  FROM unnest(persons, categories, starts) AS asked(person, category, starts_on)
  JOIN records_case c ON c.person_id = asked.person AND c.category = asked.category
    AND c.term_starts_on = asked.starts_on AND c.ended_kind <> 'transferred'
$$;
CREATE FUNCTION yipanqi_last_serial(prefix text) RETURNS integer
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT COALESCE(max(substr(number, length(prefix) + 1)::integer), 0) FROM records_case
  WHERE number LIKE prefix || '%' AND substr(number, length(prefix) + 1) ~ '^[0-9]{1,9}$'
$$;
REVOKE ALL ON FUNCTION yipanqi_known_persons(bytea[]), yipanqi_known_cases(bigint[], text[], date[]),
  yipanqi_last_serial(text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION yipanqi_known_persons(bytea[]), yipanqi_known_cases(bigint[], text[], date[]),
  yipanqi_last_serial(text) TO yipanqi_app;
"""
DROP = """
DROP FUNCTION yipanqi_known_persons(bytea[]);
DROP FUNCTION yipanqi_known_cases(bigint[], text[], date[]);
DROP FUNCTION yipanqi_last_serial(text);
"""


class Migration(migrations.Migration):
    """Row-level security hides other agencies' rows; a person and a number are unique in the whole city all the same."""

    dependencies = [("records", "0003_rounds")]

    operations = [migrations.RunSQL(FUNCTIONS, DROP)]
