"""S14 合规 What counsel should look at: a row where a value is beyond a limit; no row is no clearance."""

from projections.compliance.breaches import RULES, ComplianceRule, compliance

__all__ = ["RULES", "ComplianceRule", "compliance"]
