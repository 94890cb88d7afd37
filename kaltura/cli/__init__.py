"""The headless command: the same core without a screen."""
