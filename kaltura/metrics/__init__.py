"""Dataset → small pandas tables. Every number's definition lives here once."""
