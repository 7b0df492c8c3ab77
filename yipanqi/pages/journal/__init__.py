"""工作日志 and 查阅记录 for the audit administrator, and the chain that proves them."""
