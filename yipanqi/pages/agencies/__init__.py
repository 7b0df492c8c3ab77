"""机构与权限: the tree, the accounts, the roles in force, waiting and ended."""
