"""What stops a report: the coordinates name something that is not there, or the rule set does not know a type."""


class ReportError(ValueError):
    """A report that cannot be made; its text is the sentence for the user."""
