"""What the three reports are: columns, units, and bytes → typed frame with its problems."""
