"""The door for other systems: one folder per partner or device kind."""
