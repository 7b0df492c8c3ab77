"""The demo city's own commands, found by the `yipanqi` script by file name."""
