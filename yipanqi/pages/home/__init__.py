"""Where an officer lands after signing in."""
