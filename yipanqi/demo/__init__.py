"""A fictitious city, made only through actions."""
