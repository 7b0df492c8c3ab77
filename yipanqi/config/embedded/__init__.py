"""A database engine that starts the embedded server when somebody first connects."""
