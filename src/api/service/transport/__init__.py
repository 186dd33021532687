"""The way of bytes in and out: connections, their limits, the protocol, what every answer carries, uploads."""
