"""How the model that reads for hinted danger is made: see README.md. No part of the program."""
