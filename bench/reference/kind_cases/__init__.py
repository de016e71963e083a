"""Cases of node kinds, one file for each group; see ../kinds.py."""
