"""What a claim of speed is measured with. A benchmark prints figures and never fails on time."""
