"""What to say next, and why: pure text, with no threads, no network, no clock and no audio."""
