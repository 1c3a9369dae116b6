"""The payments kit: what every payments service would otherwise write again (see design.md §6)."""
