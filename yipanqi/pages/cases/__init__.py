"""矫正对象: the case list, the grids for many cases at once, and the case page."""
