"""The door for people: one folder per area."""
