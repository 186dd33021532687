"""Signatures of tokens (RFC 7515): the algorithms that may be taken, and whether one holds."""

from collections.abc import Collection

from joserfc.errors import JoseError, UnsupportedAlgorithmError
from joserfc.jwa import JWSAlgModel
from joserfc.jws import CompactSignature, JWSRegistry, validate_compact

from api.auth.jwks import PublicKey

_RSA = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512")
ASYMMETRIC = (*_RSA, "ES256", "ES384", "ES512", "EdDSA", "Ed25519", "Ed448")
"""The algorithms by which a public key verifies and cannot sign."""


class Signatures(JWSRegistry):
    """The library's rules, with three differences.

    Its limits on the parts of a token are too tight for certificates in a header: the whole token has one instead.
    Headers that are not known are ignored, as RFC 7515 section 4 wants it. And EdDSA is not warned of at every use.
    """

    def __init__(self, algorithms: Collection[str], longest: int) -> None:
        """Take these algorithms, and tokens of that many characters."""
        super().__init__(algorithms=algorithms, strict_check_header=False)
        self._taken = frozenset(algorithms)
        self.max_header_length = self.max_payload_length = self.max_signature_length = longest

    def get_alg(self, name: str) -> JWSAlgModel:
        """The algorithm; UnsupportedAlgorithmError if it is not one of those that are taken."""
        # The library's own check reads an empty choice as one that has HMAC in it.
        if name not in self._taken:
            raise UnsupportedAlgorithmError
        return self.algorithms[name]

    def fit(self, key: PublicKey, algorithm: str) -> bool:
        """Whether a signature by this algorithm can be of this key."""
        try:
            self.get_alg(algorithm).check_key(key)
        except JoseError:
            return False
        return True

    def hold(self, signed: CompactSignature, key: PublicKey) -> bool:
        """Whether the token is signed with this key."""
        try:
            return validate_compact(signed, key, registry=self)
        except (JoseError, ValueError):
            return False
