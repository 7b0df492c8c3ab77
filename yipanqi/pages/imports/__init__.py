"""台账导入: upload, watch, look at every cell that was refused, decide on what differs, take back."""
