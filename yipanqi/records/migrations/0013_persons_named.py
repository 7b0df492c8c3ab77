"""Whether a person of another agency bears the name a ledger gives: yes by returning the pair, no by silence."""

from django.db import migrations

FUNCTION = """
CREATE FUNCTION yipanqi_persons_named(persons bigint[], names text[]) RETURNS TABLE (person_id bigint, name text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT p.id, asked.name FROM unnest(persons, names) AS asked(person, name)
  JOIN records_person p ON p.id = asked.person AND asked.name IN (p.name, p.former_name)
$$;
REVOKE ALL ON FUNCTION yipanqi_persons_named(bigint[], text[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION yipanqi_persons_named(bigint[], text[]) TO yipanqi_app;
"""


class Migration(migrations.Migration):
    """With a number alone an importer could open anybody's record in the city; the name must be known too."""

    dependencies = [("records", "0012_history_stays")]

    operations = [migrations.RunSQL(FUNCTION, "DROP FUNCTION yipanqi_persons_named(bigint[], text[])")]
