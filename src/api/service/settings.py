"""The settings of the service, from the environment: WORKLEDGER_ and the name in capitals."""

from datetime import timedelta
from pathlib import Path
from typing import Literal

from pydantic import Field, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from api.auth.role_file import read_roles
from api.auth.role_table import RoleTable, default_roles
from api.auth.tokens import TokenSettings
from api.notifications.mail import MailSettings
from api.processors import processors
from api.service.requests.rate_limits import Rate
from api.store_locations import DEFAULT_STORE, journal_folder
from api.webhooks.targets import TargetPolicy
from ledger.refusal import LedgerError

MEBIBYTE = 1_048_576


class ServiceSettings(BaseSettings):
    """What `workledger serve` can be told. Sizes are in bytes, times in seconds."""

    model_config = SettingsConfigDict(env_prefix="WORKLEDGER_", env_nested_delimiter="__", extra="ignore", frozen=True)

    store: str = Field(default=DEFAULT_STORE, description="Where the ledger is: sqlite:///PATH or postgresql://….")
    journal: str | None = Field(
        default=None, description="A folder for what was read of a large ledger; `off` for none. Beside SQLite's file."
    )
    jobs: int = Field(default=1, ge=0, le=64, description="How many processes read a file that is imported.")
    body_limit: int = Field(default=MEBIBYTE, ge=1024, description="Bytes of a request, files aside.")
    import_limit: int = Field(default=1024 * MEBIBYTE, ge=1024, description="Bytes of a file that is sent.")
    request_seconds: int = Field(default=60, ge=1, le=3600, description="How long a request may take to arrive.")
    body_rate: int = Field(default=16_384, ge=1, description="Bytes a second at which what takes longer has to arrive.")
    head_limit: int = Field(default=65_536, ge=1024, le=1_048_576, description="Bytes of the head of a request.")
    head_seconds: int = Field(
        default=10, ge=1, le=600, description="How long the head of a request may take to arrive."
    )
    connections: int = Field(default=1_000, ge=1, description="Connections of one worker at once.")
    address_connections: int = Field(default=256, ge=1, description="Of these, how many of one address; proxies aside.")
    rate: str = Field(default="6000/minute", description="Requests of one key, such as 100/second; a worker counts.")
    anonymous_rate: str = Field(default="120/minute", description="Requests without a key that holds, of one address.")
    streams: int = Field(default=100, ge=0, description="Followers (Server-Sent Events) of one worker at once.")
    heartbeat_seconds: int = Field(default=15, ge=1, le=600, description="How often a follower hears something.")
    kept_bytes: int = Field(default=64 * MEBIBYTE, ge=0, description="Memory for answers that are asked for again.")
    wait_seconds: int = Field(default=10, ge=0, le=600, description="How long an answer may take before it is a job.")
    roles: Path | None = Field(default=None, description="A file of the site's own roles; see docs/site-roles.md.")
    oidc: TokenSettings | None = Field(default=None, description="The issuer of access tokens; see docs/api.md.")
    webhook_targets: tuple[str, ...] = Field(
        default=(), description='Private hosts and networks that webhooks may go to, such as ["10.1.0.0/16"].'
    )
    public_url: str | None = Field(
        default=None,
        pattern=r"^https?://[^\s/?#]+(/[^\s?#]*)?$",
        description="Where people open the console; links begin so.",
    )
    mail: MailSettings | None = Field(default=None, description="The mail server; see docs/notifications.md.")
    source: str = Field(default="urn:workledger", description="The `source` of the CloudEvents that webhooks carry.")
    session_seconds: int = Field(default=43_200, ge=60, description="How long a session of the console lasts.")
    grace_seconds: int = Field(default=30, ge=3, le=600, description="How long the service may take to end.")
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field(
        default="INFO", description="What is logged; with INFO a line for every request."
    )
    docs_seconds: int = Field(default=3600, ge=0, description="How long openapi.json and problem pages may be kept.")

    @field_validator("rate", "anonymous_rate")
    @classmethod
    def _are_rates(cls, value: str) -> str:
        Rate.read(value)
        return value

    @field_validator("webhook_targets")
    @classmethod
    def _are_targets(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        TargetPolicy(value)
        return value

    @field_validator("roles")
    @classmethod
    def _holds_roles(cls, value: Path | None) -> Path | None:
        try:
            return value if value is None or read_roles(value) else None
        except LedgerError as error:
            raise ValueError(str(error)) from None

    @field_validator("oidc")
    @classmethod
    def _names_roles(cls, value: TokenSettings | None, told: ValidationInfo) -> TokenSettings | None:
        path = told.data.get("roles")
        known = (default_roles() if path is None else read_roles(path)).roles
        for role in () if value is None else value.roles.values():
            if role not in known:
                raise ValueError(f"there is no role {role!r}; map to any of {', '.join(known)}")
        return value

    @property
    def role_table(self) -> RoleTable:
        """The roles of the site, or the eight."""
        return default_roles() if self.roles is None else read_roles(self.roles)

    @property
    def journal_folder(self) -> Path | None:
        """Where to keep what was read of a large ledger."""
        return journal_folder(self.store, self.journal)

    @property
    def reading_processes(self) -> int:
        """How many processes read a file that is imported: as told, or as many as there are processors."""
        return self.jobs or processors()

    @property
    def request_time(self) -> timedelta:
        """How long a request may take to arrive."""
        return timedelta(seconds=self.request_seconds)
