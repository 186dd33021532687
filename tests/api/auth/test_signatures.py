"""No algorithm is taken that was not chosen, whatever the library would take by itself."""

import pytest
from joserfc.errors import UnsupportedAlgorithmError
from joserfc.jws import JWSRegistry
from joserfc.jwt import decode

from api.auth.signatures import ASYMMETRIC, Signatures
from tests.api.auth.issuer import EC, ED, RSA, token


@pytest.mark.parametrize("chosen", [(), ("ES256",)])
@pytest.mark.parametrize("name", ["RS256", "HS256", "none", "", "rs256"])
def test_an_algorithm_that_was_not_chosen_is_refused(chosen: tuple[str, ...], name: str) -> None:
    with pytest.raises(UnsupportedAlgorithmError):
        Signatures(chosen, 16_384).get_alg(name)


def test_the_library_itself_does_not_take_what_was_not_chosen() -> None:
    with pytest.raises(UnsupportedAlgorithmError):
        decode(token(), RSA, registry=Signatures(["ES256"], 16_384))


def test_every_algorithm_that_can_be_chosen_is_asymmetric() -> None:
    assert {JWSRegistry.algorithms[name].key_type for name in ASYMMETRIC} == {"RSA", "EC", "OKP"}
    assert not {"none", "HS256", "HS384", "HS512"} & set(ASYMMETRIC)


def test_a_key_fits_the_algorithms_of_its_kind_and_curve() -> None:
    every = Signatures(ASYMMETRIC, 16_384)
    fit = [[name for name in ASYMMETRIC if every.fit(key, name)] for key in (RSA, EC, ED)]
    assert fit == [["RS256", "RS384", "RS512", "PS256", "PS384", "PS512"], ["ES256"], ["EdDSA", "Ed25519"]]
