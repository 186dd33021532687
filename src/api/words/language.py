"""The languages in which people are answered."""

from enum import StrEnum


class Language(StrEnum):
    """The languages of labels."""

    ENGLISH = "en"
    CHINESE = "zh-CN"
