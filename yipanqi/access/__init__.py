"""Who may: permissions, roles as reviewed code, and the one place that scopes every query."""
