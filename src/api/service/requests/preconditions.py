"""Entity tags: of answers that never change, and of workflows, which move on version by version."""


def entity_tag(version: int) -> str:
    """The tag of a workflow at a version."""
    return f'"{version}"'


def is_known(given: str | None, etag: str) -> bool:
    """Whether an `If-None-Match` names a tag: the client has the answer already."""
    if given is None:
        return False
    tags = [tag.strip().removeprefix("W/") for tag in given.split(",")]
    return etag in tags or "*" in tags
