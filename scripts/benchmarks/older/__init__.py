"""Reports beside an older checkout's: what was added must not slow down what was there."""
