"""A Dataset's selection as files that people take away."""
