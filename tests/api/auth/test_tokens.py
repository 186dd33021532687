"""A token is taken for what it says when all of it is right, and refused in a sentence when anything is not."""

import hashlib
import hmac
import json
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from joserfc.jwk import ECKey, Key, OctKey, OKPKey, RSAKey
from pydantic import ValidationError

from api.auth.tokens import KeysUnavailableError, TokenError, TokenHolder, TokenSettings, TokenVerifier
from tests.api.auth.issuer import (
    ADDRESS,
    AUDIENCE,
    EC,
    ED,
    ISSUER,
    KNOWN,
    OTHER_RSA,
    RSA,
    SECOND,
    STRANGER,
    WIDE_EC,
    Clock,
    Published,
    claims,
    encoded,
    key_set,
    nameless,
    token,
    verifier,
)

LEEWAY = 30


def refusal(given: str, by: TokenVerifier | None = None) -> str:
    with pytest.raises(TokenError) as caught:
        (by or verifier()).verify(given)
    return str(caught.value)


def test_a_valid_token_says_who_its_holder_is() -> None:
    held = verifier().verify(token(claims(roles=["employee", "lead"], employee="E-7", team="T-2")))
    assert held == TokenHolder("u-1", ("employee", "lead"), "E-7", "T-2", SECOND + 300)


def test_a_token_without_roles_employee_and_team_has_none() -> None:
    assert verifier().verify(token()) == TokenHolder("u-1", (), None, None, SECOND + 300)


@pytest.mark.parametrize(("key", "algorithm"), [(RSA, "RS256"), (RSA, "PS256"), (EC, "ES256"), (ED, "EdDSA")])
def test_the_usual_algorithms_are_taken(key: Key, algorithm: str) -> None:
    assert verifier().verify(token(key=key, algorithm=algorithm)).subject == "u-1"


@pytest.mark.parametrize(("key", "algorithm"), [(RSA, "RS512"), (RSA, "PS384"), (WIDE_EC, "ES384"), (ED, "Ed25519")])
def test_another_algorithm_is_taken_only_where_it_is_set(key: Key, algorithm: str) -> None:
    given, place = token(key=key, algorithm=algorithm), Published([key])
    assert "is signed by an algorithm that is not accepted" in refusal(given, verifier(place))
    assert verifier(place, algorithms=[algorithm]).verify(given).subject == "u-1"


@pytest.mark.parametrize("typ", [..., "JWT", "jwt", "at+jwt", "AT+JWT", "application/at+jwt", "Application/JWT"])
def test_the_types_of_an_access_token_are_taken(typ: Any) -> None:
    assert verifier().verify(token(header={"typ": typ})).subject == "u-1"


@pytest.mark.parametrize("typ", ["nonce", "id+jwt", "logout+jwt", "dpop+jwt", "JOSE", "application/", "", None, 5, []])
def test_a_token_of_another_type_is_refused(typ: Any) -> None:
    assert "not an access token by its typ" in refusal(token(header={"typ": typ}))


@pytest.mark.parametrize("header", [{"crit": []}, {"crit": ["b64"], "b64": False}, {"crit": ["exp"], "exp": 1}])
def test_a_token_that_asks_for_extensions_is_refused(header: dict[str, Any]) -> None:
    assert "extensions (crit)" in refusal(token(header=header))


def test_headers_that_are_not_known_are_ignored_and_may_be_long() -> None:
    header = {"x5c": ["A" * 3_000], "x5t": "abc", "nonce": "n", "made-up": {"a": 1}}
    assert verifier().verify(token(header=header)).subject == "u-1"


def test_a_list_of_audiences_has_to_hold_ours() -> None:
    assert verifier().verify(token(claims(aud=["account", AUDIENCE]))).subject == "u-1"
    assert f"get one for {AUDIENCE}" in refusal(token(claims(aud=["account", f"{AUDIENCE}-2"])))


@pytest.mark.parametrize("name", ["iss", "aud", "exp", "sub"])
@pytest.mark.parametrize("how", ["left out", "null"])
def test_a_claim_that_is_needed_may_not_be_missing(name: str, how: str) -> None:
    given = claims(name) if how == "left out" else claims(**{name: None})
    assert f"lacks {name};" in refusal(token(given))


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        *(
            ("iss", value, f"get one from {ISSUER}")
            for value in ("https://other.example", f"{ISSUER}/", "", 5, [ISSUER])
        ),
        *(("aud", value, f"get one for {AUDIENCE}") for value in ("other", "", 5, [], [AUDIENCE, 5], {AUDIENCE: 1})),
        *(("sub", value, "subject (sub)") for value in ("", " ", 5, ["u-1"], "a\nb", "\ud800", "s" * 256)),
        *(("exp", value, "expiry (exp)") for value in ("9999999999", True, [], 10**4_000, float("nan"), float("inf"))),
        *(("exp", value, "has expired") for value in (0, -1, SECOND - LEEWAY)),
        *(("nbf", value, "not valid yet (nbf)") for value in (SECOND + LEEWAY + 1, "0", None, float("nan"))),
        *(("iat", value, "of the future (iat)") for value in (SECOND + LEEWAY + 1, "0", None, float("inf"))),
        ("jti", 5, "identity (jti)"),
    ],
)
def test_a_claim_that_is_wrong_is_refused(name: str, value: Any, sentence: str) -> None:
    assert sentence in refusal(token(claims(**{name: value})))


@pytest.mark.parametrize(
    "right",
    [
        {"exp": SECOND - LEEWAY + 1},
        {"exp": SECOND + 0.5},
        {"nbf": SECOND + LEEWAY},
        {"iat": SECOND + LEEWAY},
        {"sub": "员工 7"},
    ],
)
def test_a_claim_that_is_just_right_is_taken(right: dict[str, Any]) -> None:
    assert verifier().verify(token(claims(**right))).expires_at == int(right.get("exp", SECOND + 300))


def test_a_token_ends_with_the_second_in_which_its_leeway_ends() -> None:
    clock = Clock()
    ours, given = verifier(clock=clock), token(claims(exp=SECOND + 60))
    clock.go(60 + LEEWAY - 1)
    assert ours.verify(given).expires_at == SECOND + 60
    clock.go(1)
    assert "has expired" in refusal(given, ours)
    clock.go(1)
    assert "has expired" in refusal(given, ours)


def test_no_leeway_is_none() -> None:
    ours = verifier(leeway_seconds=0)
    assert ours.verify(token(claims(exp=SECOND + 1))).expires_at == SECOND + 1
    assert "has expired" in refusal(token(claims(exp=SECOND)), ours)


def test_a_token_that_was_tampered_with_is_refused() -> None:
    header, payload, signature = token().split(".")
    raised = encoded(claims(roles=["payroll"]))
    other = encoded({"alg": "RS256", "kid": "rsa", "typ": "JWT"})
    for forged in (
        f"{header}.{raised}.{signature}",
        f"{other}.{payload}.{signature}",
        f"{header}.{payload}.",
        f"{header}.{payload}.{signature}\n",
        f"{header}.{payload}.{signature}==",
    ):
        assert "signature of the token does not hold" in refusal(forged)


@pytest.mark.parametrize("algorithm", ["none", "None", "NONE", "nOnE", "", None, ..., 5, ["RS256"], {"RS256": 1}])
def test_a_token_that_is_not_signed_is_refused(algorithm: Any) -> None:
    header, payload, signature = token(header={"alg": algorithm}).split(".")
    for end in ("", signature):
        assert refusal(f"{header}.{payload}.{end}").startswith("the token is ")


@pytest.mark.parametrize("secret", [RSA.as_pem(), RSA.as_pem().strip(), RSA.as_der(), key_set(RSA)])
@pytest.mark.parametrize("algorithm", ["HS256", "RS256"])
def test_a_public_key_is_no_secret_to_sign_with(secret: bytes, algorithm: str) -> None:
    start = f"{encoded({'alg': algorithm, 'kid': 'rsa'})}.{encoded(claims())}"
    forged = f"{start}.{encoded(hmac.new(secret, start.encode(), hashlib.sha256).digest())}"
    assert refusal(forged).startswith(("the token is signed by an algorithm", "the signature"))


def test_a_symmetric_key_in_the_key_set_verifies_nothing() -> None:
    secret = OctKey.generate_key(256, {"kid": "shared"})
    listed = secret.as_dict(private=True)
    settings = TokenSettings(issuer=ISSUER, audience=AUDIENCE, jwks=ADDRESS)
    ours = TokenVerifier(settings, KNOWN, lambda _: key_set(listed, RSA), clock=Clock())
    assert "by an algorithm" in refusal(token(key=secret, algorithm="HS256"), ours)
    assert "does not publish" in refusal(token(header={"kid": "shared"}), ours)
    assert ours.verify(token()).subject == "u-1"


def test_a_private_key_in_the_key_set_verifies_nothing() -> None:
    settings = TokenSettings(issuer=ISSUER, audience=AUDIENCE, jwks=ADDRESS)
    leaked = key_set(RSA.as_dict(private=True), EC)
    ours = TokenVerifier(settings, KNOWN, lambda _: leaked, clock=Clock())
    assert "does not publish" in refusal(token(), ours)
    assert ours.verify(token(key=EC, algorithm="ES256")).subject == "u-1"


def test_a_key_that_the_token_brings_along_is_not_believed() -> None:
    brought = {"jwk": STRANGER.as_dict(), "jku": "https://stranger.example/jwks", "x5u": "https://stranger.example/x"}
    place = Published()
    ours = verifier(place)
    assert "signature" in refusal(token(key=STRANGER, header=brought), ours)
    assert "does not publish" in refusal(token(key=STRANGER, header={**brought, "kid": "stranger"}), ours)
    assert place.asked == 1


@pytest.mark.parametrize(
    ("key", "algorithm", "header"),
    [
        (EC, "ES256", {"kid": "rsa"}),
        (RSA, "RS256", {"kid": "ec"}),
        (RSA, "RS256", {"kid": "ed"}),
        (RSA, "RS256", {"alg": "ES256"}),
        (RSA, "RS256", {"alg": "PS256"}),
        (RSA, "PS256", {"alg": "RS256"}),
        (WIDE_EC, "ES384", {"kid": "ec", "alg": "ES256"}),
        (STRANGER, "RS256", {}),
    ],
)
def test_key_and_algorithm_have_to_be_those_that_the_token_names(
    key: Key, algorithm: str, header: dict[str, Any]
) -> None:
    sentence = refusal(token(key=key, algorithm=algorithm, header=header))
    assert sentence.startswith(("the signature", "the token is signed with a key that the issuer does not publish"))


def test_a_key_for_one_algorithm_is_taken_for_that_alone() -> None:
    bound = RSAKey.import_key({**RSA.as_dict(), "alg": "PS256"})
    ours = verifier(Published([bound]))
    assert ours.verify(token(algorithm="PS256")).subject == "u-1"
    assert "does not publish" in refusal(token(), ours)


def test_a_token_without_a_kid_is_taken_if_one_key_alone_fits() -> None:
    unnamed = token(header={"kid": ...})
    assert verifier(Published([RSA, EC, ED])).verify(unnamed).subject == "u-1"
    for keys in ([RSA, OTHER_RSA], [EC, ED], []):
        assert "names no key (kid)" in refusal(unnamed, verifier(Published(keys)))


def test_a_key_without_a_kid_is_not_taken_for_one_that_is_named() -> None:
    assert "does not publish" in refusal(token(), verifier(Published([nameless(RSA)])))
    assert verifier(Published([nameless(RSA)])).verify(token(header={"kid": ...})).subject == "u-1"


def test_two_keys_of_one_name_are_told_apart_by_what_they_verify() -> None:
    twin = ECKey.generate_key("P-256", {"kid": "rsa"})
    ours = verifier(Published([twin, STRANGER, RSA]))
    assert ours.verify(token()).subject == "u-1"
    assert ours.verify(token(key=twin, algorithm="ES256")).subject == "u-1"


def test_keys_for_agreement_are_not_counted_among_those_that_fit() -> None:
    agreement = OKPKey.generate_key("X25519", {"kid": "x"})
    given = token(key=ED, algorithm="EdDSA", header={"kid": ...})
    assert verifier(Published([agreement, ED])).verify(given).subject == "u-1"


@pytest.mark.parametrize(
    "given",
    [
        *("", ".", "..", "...", "a.b", "a.b.c", "a.b.c.d.e", "Bearer x.y.z", "\x00", " "),
        *("ключ.ключ.ключ", "\ud800.a.b"),
        f" {token()}",
        token(header=b"{"),
        token(header=b"\xff\xfe"),
        token(header=b"[" * 9_000),
        token(header=b'{"a":' * 2_000),
        token(header=["alg"]),
        token(header=["alg", "b64"]),
        token(header="alg b64"),
        token(header=b"5"),
        token(header=b"null"),
        token(header={"kid": 5}),
        token(header={"kid": None}),
        token(header={"kid": ["rsa"]}),
        token(payload=b""),
        token(payload=b"{"),
        token(payload=b"\xff"),
        token(payload=b"[" * 9_000),
        token(payload=b'{"exp":' + b"9" * 5_000 + b"}"),
        token(payload=[claims()]),
        token(payload=b"5"),
        token(payload=b"null"),
        token(payload=b'"sub"'),
    ],
)
def test_what_is_no_signed_token_is_refused(given: str) -> None:
    assert "is not a signed JSON Web Token" in refusal(given)


@pytest.mark.parametrize("header", [{"jku": 5}, {"x5c": "A"}, {"jwk": 1}, {"b64": 1}, {"b64": False}, {"cty": None}])
def test_a_header_that_is_malformed_is_refused(header: dict[str, Any]) -> None:
    refusal(token(header=header))


def test_a_token_longer_than_16_kib_is_refused_before_anything_else() -> None:
    place = Published()
    ours = verifier(place)
    assert "longer than 16 KiB" in refusal("ö" * (16 * 1024 + 1), ours)
    assert "longer than 16 KiB" in refusal(token(claims(filling="a" * 13_000)), ours)
    assert place.asked == 0
    long = token(claims(filling="a" * 11_500))
    assert 15_000 < len(long) <= 16 * 1024
    assert ours.verify(long).subject == "u-1"


def test_roles_are_reached_in_an_object() -> None:
    nested = {
        "realm_access": {"roles": ["lead"]},
        "resource_access": {"the.api": {"roles": "auditor"}},
        "ids": {"no": "7"},
    }
    given = token(claims(**nested))
    assert verifier(role_claim="realm_access.roles").verify(given).roles == ("lead",)
    assert verifier(role_claim="resource_access.the.api.roles").verify(given).roles == ("auditor",)
    assert verifier(employee_claim="ids.no", team_claim="ids.no").verify(given).employee == "7"


@pytest.mark.parametrize(
    "given", [{}, {"realm_access": 5}, {"realm_access": ["roles"]}, {"realm_access": {"role": []}}]
)
def test_roles_that_are_not_where_they_are_looked_for_are_none(given: dict[str, Any]) -> None:
    assert verifier(role_claim="realm_access.roles").verify(token(claims(**given))).roles == ()


def test_a_claim_whose_name_is_a_url_is_found() -> None:
    name = "https://centre.example/roles"
    assert verifier(role_claim=name).verify(token(claims(**{name: ["lead"]}))).roles == ("lead",)


def test_roles_are_mapped_and_what_is_not_known_is_ignored() -> None:
    ours = verifier(roles={"HR Payroll": "payroll", "lead": "auditor"})
    given = claims(roles=["HR Payroll", "offline_access", "lead", "payroll", "superuser", ""])
    assert ours.verify(token(given)).roles == ("payroll", "auditor")


def test_the_role_of_an_employee_needs_the_employee() -> None:
    ours = verifier(roles={"staff": "employee"})
    assert ours.verify(token(claims(roles=["staff", "lead"]))).roles == ("lead",)
    assert ours.verify(token(claims(roles=["staff", "lead"], employee="E-7"))).roles == ("employee", "lead")


@pytest.mark.parametrize("value", [5, None, True, {"lead": True}, ["lead", 5], [["lead"]]])
def test_roles_that_are_no_texts_are_refused(value: Any) -> None:
    assert "the claim roles of the token names no roles" in refusal(token(claims(roles=value)))


@pytest.mark.parametrize("value", [5, None, True, "", "e" * 201, ["E-7"], {}, "E\n7", "\ud800"])
@pytest.mark.parametrize("name", ["employee", "team"])
def test_an_employee_or_a_team_that_is_no_identifier_is_refused(name: str, value: Any) -> None:
    assert f"the claim {name} of the token is wrong; use 1 to 200" in refusal(token(claims(**{name: value})))


def test_an_employee_may_have_200_characters() -> None:
    assert verifier().verify(token(claims(employee="员" * 200))).employee == "员" * 200


def test_no_sentence_has_anything_of_the_token_in_it() -> None:
    secret = "Zz9Secret"
    parts: list[dict[str, Any]] = [
        *({"header": {name: secret}} for name in ("alg", "kid", "typ", "b64", "jwk", "jku")),
        {"header": {"crit": [secret]}},
        {"key": STRANGER, "payload": claims(sub=secret)},
        {"payload": secret.encode()},
        *({"payload": claims(**{name: secret})} for name in ("iss", "aud", "exp", "nbf", "iat")),
        *({"payload": claims(**{name: [secret]})} for name in ("sub", "jti", "employee", "team")),
        {"payload": claims(roles={secret: secret})},
    ]
    for each in parts:
        sentence = refusal(token(**each))
        assert secret not in sentence
        assert encoded(secret.encode())[:8] not in sentence
        assert ";" in sentence
        assert "\n" not in sentence


@pytest.mark.parametrize(
    "wrong",
    [
        *({"algorithms": names} for names in ((), ("none",), ("HS256",), ("RS256", "HS512"), ("ES256K",), ("rs256",))),
        *({"jwks": where} for where in ("", "http://issuer.example/jwks", "ftp://issuer.example/jwks", "https://")),
        *({name: ""} for name in ("issuer", "audience", "role_claim", "employee_claim", "team_claim")),
        *({"leeway_seconds": seconds} for seconds in (-1, 301)),
        {"secret": "x"},
    ],
)
def test_settings_by_which_a_token_could_be_forged_are_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        TokenSettings(**{"issuer": ISSUER, "audience": AUDIENCE, "jwks": ADDRESS, **wrong})


def test_a_mapping_to_a_role_that_there_is_not_is_refused() -> None:
    with pytest.raises(ValueError, match="there is no role 'boss'; map to any of auditor, employee, lead, payroll"):
        verifier(roles={"chief": "boss"})


def test_no_token_can_be_verified_while_there_are_no_keys() -> None:
    with pytest.raises(KeysUnavailableError, match="the key set of the issuer cannot be fetched"):
        verifier(Published(fails=True)).verify(token())


OURS = verifier()
VALID = [token(), token(key=EC, algorithm="ES256"), token(key=ED, algorithm="EdDSA", header={"kid": ...})]
letters = st.characters(categories=(), include_characters="ABCXYZabcxyz0189-_.=+/ \n")
json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=8,
)
registered = st.sampled_from(
    ["iss", "aud", "sub", "exp", "nbf", "iat", "jti", "roles", "employee", "team", "a", "\ud800"]
)
named = st.sampled_from(["alg", "kid", "typ", "crit", "b64", "jku", "jwk", "x5c", "x5t", "cty", "a", "\ud800"])


@pytest.mark.slow
@settings(max_examples=300, deadline=None)
@given(st.one_of(st.text(), st.text(letters), st.lists(st.text(letters), max_size=5).map(".".join)))
def test_random_text_never_verifies(given_text: str) -> None:
    refusal(given_text, OURS)


@settings(max_examples=500, deadline=None)
@given(st.sampled_from(VALID), st.data())
@pytest.mark.slow
def test_a_valid_token_that_was_changed_anywhere_never_verifies(valid: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(valid)))
    end = data.draw(st.integers(start, min(start + 3, len(valid))))
    changed = valid[:start] + data.draw(st.text(letters, max_size=3)) + valid[end:]
    assume(changed != valid)
    refusal(changed, OURS)


@pytest.mark.slow
@pytest.mark.parametrize("valid", VALID)
def test_no_letter_of_a_signature_can_be_another(valid: str) -> None:
    first = valid.rindex(".") + 1
    for index in (*range(first, len(valid), 7), len(valid) - 1):
        for letter in "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_":
            if letter != valid[index]:
                refusal(valid[:index] + letter + valid[index + 1 :], OURS)


@settings(max_examples=300, deadline=None)
@given(st.dictionaries(registered, json_values, max_size=5), st.sets(registered, max_size=2))
@pytest.mark.slow
def test_whatever_the_issuer_signs_is_a_holder_or_a_refusal(changed: dict[str, Any], without: set[str]) -> None:
    content = claims(*without, **changed)
    try:
        held = OURS.verify(token(content, ED, "EdDSA"))
    except TokenError:
        return
    assert (content["iss"], held.subject) == (ISSUER, content["sub"])
    assert AUDIENCE in ([content["aud"]] if isinstance(content["aud"], str) else content["aud"])
    assert content["exp"] > SECOND - LEEWAY
    assert set(held.roles) <= set(KNOWN)
    json.dumps([held.subject, held.employee, held.team], ensure_ascii=False).encode()


@settings(max_examples=300, deadline=None)
@given(st.dictionaries(named, json_values, max_size=5) | json_values.map(lambda value: json.dumps(value).encode()))
@pytest.mark.slow
def test_whatever_a_header_is_it_never_makes_another_error(header: Any) -> None:
    try:
        OURS.verify(token(key=ED, algorithm="EdDSA", header=header))
    except TokenError:
        return
    assert header.get("alg", "EdDSA") == "EdDSA"
    assert header.get("kid", "ed") == "ed"
    assert "crit" not in header
