"""The demo account and the emulator of Kaltura's API that serves it."""
