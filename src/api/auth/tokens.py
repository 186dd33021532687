"""Access tokens of an OpenID Connect issuer: JSON Web Tokens (RFC 7519, 9068), verified by the issuer's public keys."""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Annotated, Any, NoReturn

from joserfc.errors import ClaimError, ExpiredTokenError, JoseError, MissingClaimError
from joserfc.jws import CompactSignature, extract_compact
from joserfc.jwt import JWTClaimsRegistry
from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    SecretStr,
    TypeAdapter,
    ValidationError,
    field_validator,
    model_validator,
)

from api.auth.jwks import Fetch, KeySet, PublicKey, checked_location, fetch_document, is_url
from api.auth.signatures import ASYMMETRIC, Signatures
from ledger.appends.append import Clock
from ledger.facts.types import Identifier

LONGEST_TOKEN = 16 * 1024
EMPLOYEE = "employee"
"""The role that needs an employee number."""
_TYPES = {"at+jwt", "jwt"}
_LAST_EXPIRY = 253_402_300_799
"""The end of the year 9999, the last that a `datetime` can hold."""
_ABSENT = object()
_MALFORMED = "the token is not a signed JSON Web Token; send the access token just as the issuer gave it"
_CONTROL = r"\x00-\x1f\x7f-\x9f"
_subject: TypeAdapter[str] = TypeAdapter(
    Annotated[str, Field(strict=True, max_length=255, pattern=f"^[^{_CONTROL}]*[^ {_CONTROL}][^{_CONTROL}]*$")]
)
_identifier: TypeAdapter[str] = TypeAdapter(Identifier)

Name = Annotated[str, Field(min_length=1)]


class TokenSettings(BaseModel):
    """Whose tokens are taken, and what their claims mean here.

    `jwks` is an https:// URL (http:// for this machine alone) or the path of a file. A claim's name may be a path of
    names with dots between them, into objects. `roles` is from a value in the token to a role here. With a `client_id`
    people sign in to the console by the issuer; its endpoints are those of its discovery document, unless they are set.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    issuer: Name
    audience: Name
    jwks: Name
    algorithms: Annotated[tuple[str, ...], Field(min_length=1)] = ("RS256", "PS256", "ES256", "EdDSA")
    role_claim: Name = "roles"
    employee_claim: Name = "employee"
    team_claim: Name = "team"
    roles: dict[str, str] = {}
    leeway_seconds: Annotated[int, Field(ge=0, le=300)] = 30
    client_id: Name | None = None
    client_secret: SecretStr | None = None
    authorization_endpoint: str | None = None
    token_endpoint: str | None = None
    scopes: Annotated[tuple[Name, ...], Field(min_length=1)] = ("openid",)

    @field_validator("jwks")
    @classmethod
    def _cannot_be_forged(cls, value: str) -> str:
        return checked_location(value)

    @field_validator("authorization_endpoint", "token_endpoint")
    @classmethod
    def _are_addresses(cls, value: str | None) -> str | None:
        return None if value is None else checked_endpoint(value)

    @model_validator(mode="after")
    def _has_endpoints(self) -> "TokenSettings":
        if self.client_id is not None and None in (self.authorization_endpoint, self.token_endpoint):
            # They are in the discovery document, whose address is the issuer's.
            checked_endpoint(self.issuer)
        return self

    @field_validator("algorithms")
    @classmethod
    def _are_asymmetric(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        for name in value:
            if name not in ASYMMETRIC:
                raise ValueError(f"{name!r} is not an asymmetric algorithm; give any of {', '.join(ASYMMETRIC)}")
        return value


def checked_endpoint(address: str) -> str:
    """An endpoint itself; ValueError for what is not a URL, or one over which somebody else could answer."""
    try:
        found = is_url(address) and checked_location(address)
    except ValueError:
        found = False
    if not found:
        raise ValueError(
            "the address of the issuer or of its endpoint is neither https:// with a host nor http:// of this machine,"
            " or has a password in it; give one that is, without"
        )
    return address


@dataclass(frozen=True)
class TokenHolder:
    """Whom a token speaks for; `expires_at` is in seconds since 1970, without the leeway."""

    subject: str
    roles: tuple[str, ...]
    employee: str | None
    team: str | None
    expires_at: int


class TokenError(Exception):
    """A token that is not taken; its text is the sentence for the caller, and has nothing of the token in it."""


class KeysUnavailableError(TokenError):
    """No token can be verified now, whatever it is: the key set never could be had."""


class TokenVerifier:
    """Verifies tokens. Safe to use by many threads at once; may wait for the issuer, so not for an event loop."""

    def __init__(
        self, settings: TokenSettings, known_roles: Collection[str], fetch: Fetch = fetch_document, *, clock: Clock
    ) -> None:
        """Raises ValueError if a value is mapped to a role that there is not. `clock` gives aware instants."""
        for role in settings.roles.values():
            if role not in known_roles:
                raise ValueError(f"there is no role {role!r}; map to any of {', '.join(sorted(known_roles))}")
        self._settings = settings
        self._known = frozenset(known_roles)
        self._clock = clock
        self._signatures = Signatures(settings.algorithms, LONGEST_TOKEN)
        self._keys = KeySet(settings.jwks, fetch, clock)

    def verify(self, token: str) -> TokenHolder:
        """Whom the token speaks for. Raises TokenError, and nothing else, for a token that is not valid."""
        claims = self.claims(token)
        employee = self._identity(claims, self._settings.employee_claim)
        return TokenHolder(
            subject=claims["sub"],
            roles=tuple(role for role in self._roles(claims) if role != EMPLOYEE or employee is not None),
            employee=employee,
            team=self._identity(claims, self._settings.team_claim),
            expires_at=int(claims["exp"]),
        )

    def claims(self, token: str) -> dict[str, Any]:
        """What a token claims that the issuer has signed, for this audience and for now, whatever it means here.

        Raises TokenError, and nothing else, for a token that is not valid.
        """
        signed = self._read(token)
        self._check_signature(signed)
        claims = _object(signed.payload)
        self._check_claims(claims)
        return claims

    def _read(self, token: str) -> CompactSignature:
        """The token in its parts, of which nothing is believed yet but that the header asks for what is done here."""
        if len(token) > LONGEST_TOKEN:
            raise TokenError("the token is longer than 16 KiB; send the access token alone")
        try:
            signed = extract_compact(token.encode("ascii"), registry=self._signatures)
        except (JoseError, ValueError, TypeError, RecursionError):
            raise TokenError(_MALFORMED) from None
        header: object = signed.protected
        if not isinstance(header, dict) or not isinstance(header.get("kid", ""), str):
            raise TokenError(_MALFORMED)
        if "crit" in header:
            raise TokenError("the token requires extensions (crit), which are not supported; send one without crit")
        kind = header.get("typ", "JWT")
        if not isinstance(kind, str) or kind.lower().removeprefix("application/") not in _TYPES:
            raise TokenError("the token is not an access token by its typ; send the access token, of typ at+jwt or JWT")
        if header.get("alg") not in self._settings.algorithms:
            taken = ", ".join(self._settings.algorithms)
            raise TokenError(f"the token is signed by an algorithm that is not accepted; use one of {taken}")
        return signed

    def _check_signature(self, signed: CompactSignature) -> None:
        kid = signed.protected.get("kid")
        keys = self._keys.kept()
        flaw = self._flaw(signed, keys)
        # Keys without a kid can change too, and only a signature that fails shows it.
        if flaw is not None and (kid is None or all(key.kid != kid for key in keys or ())):
            flaw = self._flaw(signed, self._keys.renewed())
        if flaw is not None:
            raise TokenError(flaw)

    def _flaw(self, signed: CompactSignature, keys: tuple[PublicKey, ...] | None) -> str | None:
        """What is wrong with the signature by these keys; None if it holds."""
        if keys is None:
            raise KeysUnavailableError(
                "the key set of the issuer cannot be fetched, so no token can be verified; try again in a minute"
            )
        fit = tuple(key for key in keys if self._signatures.fit(key, signed.protected["alg"]))
        if (kid := signed.protected.get("kid")) is None:
            if len(fit) != 1:
                return "the token names no key (kid), and not exactly one key of the issuer fits; have it name its key"
        else:
            fit = tuple(key for key in fit if key.kid == kid)
            if not fit:
                return "the token is signed with a key that the issuer does not publish; get a new token from it"
        if any(self._signatures.hold(signed, key) for key in fit):
            return None
        return "the signature of the token does not hold; send the access token just as the issuer gave it"

    def _check_claims(self, claims: dict[str, Any]) -> None:
        registry = JWTClaimsRegistry(
            now=int(self._clock().timestamp()),
            leeway=self._settings.leeway_seconds,
            iss={"essential": True, "value": self._settings.issuer},
            aud={"essential": True, "value": self._settings.audience},
            exp={"essential": True},
            sub={"essential": True},
        )
        try:
            registry.validate(claims)
            _subject.validate_python(claims["sub"])
        except ClaimError as error:
            self._refuse(error)
        except ValidationError:
            raise TokenError(_RIGHT["sub"]) from None
        if claims["exp"] > _LAST_EXPIRY:
            raise TokenError(_RIGHT["exp"])

    def _refuse(self, error: ClaimError) -> NoReturn:
        if isinstance(error, MissingClaimError):
            sentence = f"the token lacks {error.claim}; the issuer has to state iss, aud, exp and sub"
        elif isinstance(error, ExpiredTokenError):
            sentence = "the token has expired; get a new one from the issuer"
        elif error.claim == "iss":
            sentence = f"the token is of another issuer; get one from {self._settings.issuer}"
        elif error.claim == "aud":
            sentence = f"the token is for another audience; get one for {self._settings.audience}"
        else:
            sentence = _RIGHT[error.claim]
        raise TokenError(sentence) from None

    def _roles(self, claims: dict[str, Any]) -> tuple[str, ...]:
        """The roles here that the token's values mean, each once, in the token's order."""
        name = self._settings.role_claim
        found = _reached(claims, name)
        values = [] if found is _ABSENT else [found] if isinstance(found, str) else found
        if not isinstance(values, list) or not all(isinstance(value, str) for value in values):
            raise TokenError(f"the claim {name} of the token names no roles; use a text or a list of texts")
        meant = (self._settings.roles.get(value, value) for value in values)
        return tuple(dict.fromkeys(role for role in meant if role in self._known))

    def _identity(self, claims: dict[str, Any], name: str) -> str | None:
        found = _reached(claims, name)
        if found is _ABSENT:
            return None
        try:
            return _identifier.validate_python(found)
        except ValidationError:
            right = "use 1 to 200 characters without control characters"
            raise TokenError(f"the claim {name} of the token is wrong; {right}") from None


_RIGHT = {
    "sub": "the subject (sub) of the token is wrong; use 1 to 255 characters without control characters",
    "exp": "the expiry (exp) of the token is wrong; use a number of seconds since 1970",
    "nbf": "the token is not valid yet (nbf), or has no number of seconds there; send it from then on",
    "iat": "the token is of the future (iat), or has no number of seconds there; set the clocks right",
    "jti": "the identity (jti) of the token is wrong; use a text",
}
"""What is wrong with a claim, and what to do."""


def _object(payload: bytes) -> dict[str, Any]:
    try:
        content = json.loads(payload)
    except (ValueError, RecursionError):
        raise TokenError(_MALFORMED) from None
    if not isinstance(content, dict):
        raise TokenError(_MALFORMED)
    return content


def _reached(claims: Mapping[str, Any], path: str) -> Any:
    """What is at a path. A name that has dots itself, such as a URL, goes before a way into objects."""
    if path in claims:
        return claims[path]
    for index in (index for index, letter in enumerate(path) if letter == "."):
        inner = claims.get(path[:index])
        if isinstance(inner, dict) and (found := _reached(inner, path[index + 1 :])) is not _ABSENT:
            return found
    return _ABSENT
