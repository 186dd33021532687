"""The service: durable punches and payslips over HTTP, beside a bare route of the same framework."""
