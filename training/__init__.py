"""What the program's own small models are fitted on, and the scripts that do it. Not part of the installed program."""
