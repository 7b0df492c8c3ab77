"""Is it alive, and how busy: for probes and Prometheus."""
