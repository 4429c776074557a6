"""Makes what ships trained: the scripts that turn the labelled talk of this folder into models. Not part of the program."""
