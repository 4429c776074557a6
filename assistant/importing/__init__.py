"""Takes into the journal what was written or recorded elsewhere. Nothing in a file from outside is believed."""
