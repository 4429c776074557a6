"""What holds for every test."""

from hypothesis import settings

settings.register_profile("patient", deadline=None)  # a busy computer is no failure: no test asserts a duration
settings.load_profile("patient")
