"""What a province decides for itself, as dated parameters; one module per province."""
