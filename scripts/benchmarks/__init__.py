"""The benchmarks: what the product takes, beside what the same work takes otherwise, measured in one run.

Every measurement runs in a process of its own (`child`), so that none finds another's memory or caches.
"""
