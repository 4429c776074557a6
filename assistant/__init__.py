"""The program: the only place where sound and dialogue meet."""
