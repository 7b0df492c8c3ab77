"""Steps of the database schema, run by the owner role only."""
