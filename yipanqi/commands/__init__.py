"""The door for the operator: the `yipanqi` script."""
