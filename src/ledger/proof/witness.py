"""The key file of a witness: a private key and its name on one line, as Go's `note` package and its kin write it."""

from base64 import b64encode

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from ledger.proof.errors import ProofError
from ledger.proof.notes import COSIGNATURE, ED25519, Signature, Signer, from_base64, is_name, read_note, read_signature

_BEGINNING = "PRIVATE+KEY+"
_SEED_BYTES = 32


def signer_text(signer: Signer) -> str:
    """A private key as a line `PRIVATE+KEY+NAME+ID+BASE64`."""
    secret = b64encode(bytes([signer.kind]) + signer.private.private_bytes_raw()).decode()
    return f"{_BEGINNING}{signer.name}+{signer.verifier.key_id.hex()}+{secret}"


def read_signer(raw: bytes) -> Signer:
    """The private key of a line. Raises ProofError, which never quotes the line, where it is invalid."""
    wrong = ProofError("the file holds no witness's key; give a line PRIVATE+KEY+NAME+ID+BASE64")
    try:
        text = raw.decode().strip()
    except UnicodeDecodeError:
        raise wrong from None
    name, _, rest = text.removeprefix(_BEGINNING).partition("+")
    key_id, _, encoded = rest.partition("+")
    secret = from_base64(encoded)
    if not text.startswith(_BEGINNING) or not is_name(name) or secret is None or len(secret) != 1 + _SEED_BYTES:
        raise wrong
    if secret[0] not in {ED25519, COSIGNATURE}:
        raise wrong
    signer = Signer(name, Ed25519PrivateKey.from_private_bytes(secret[1:]), secret[0])
    if signer.verifier.key_id.hex() != key_id:
        raise wrong
    return signer


def read_signatures(raw: bytes) -> tuple[str | None, tuple[Signature, ...]]:
    """The signatures of a signed note, and its text; or lines of signatures, as witnesses answer with, without a text.

    Raises ProofError where the bytes are neither.
    """
    if not raw.startswith("— ".encode()):
        note = read_note(raw)
        return note.text, note.signatures
    try:
        lines = raw.decode().removesuffix("\n").split("\n")
    except UnicodeDecodeError:
        raise ProofError("the signatures are no text in UTF-8; give the file as the witness wrote it") from None
    return None, tuple(read_signature(line) for line in lines)
