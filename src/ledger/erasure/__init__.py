"""A person erased: names and texts gone for good, and the list of erasures beside the master key."""
