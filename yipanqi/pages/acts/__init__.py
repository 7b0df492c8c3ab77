"""Doing what the law asks: one form per act, from the queue or a case, for one case or several."""
