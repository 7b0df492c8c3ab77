"""One normal form per file. Each function takes a cell and gives a Normal: value, error, warnings; none raises."""
