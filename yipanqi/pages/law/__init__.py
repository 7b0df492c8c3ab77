"""The law library: every rule with its articles, numbers and certainty; rehearsals of a change; holiday notices."""
