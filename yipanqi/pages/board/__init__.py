"""The board: all agencies on one page, every number opens its rows."""
