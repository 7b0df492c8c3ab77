"""Yipanqi (一盘棋): what the law requires next, of whom, by when and under which article."""
