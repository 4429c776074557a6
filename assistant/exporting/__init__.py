"""Takes sessions out of the journal, in forms that other programs and people can read. What leaves is plain."""
