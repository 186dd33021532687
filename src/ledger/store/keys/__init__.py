"""The keys that personal texts are sealed under, and the master key that wraps them."""
