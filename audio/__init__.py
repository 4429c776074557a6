"""Sound in, sound out: it hears, transcribes and speaks, and knows nothing of what words mean."""
