"""Template tags of the design's components, loaded into every template (settings: builtins)."""
