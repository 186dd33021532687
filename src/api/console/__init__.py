"""The console: pages for people, rendered here, and answered by nothing but the operations of the API."""
