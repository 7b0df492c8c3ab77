"""Every decision the law allows, one file each, its worked examples beside it."""
