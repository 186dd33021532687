"""What ZKTeco devices that send by themselves say, and what they expect to hear (ADMS, attendance PUSH 2.2.14).

A device asks for its options, then sends its log line by line, and asks for commands every few seconds. It keeps its
log until an answer begins with OK, sends it again where none came, and puts its clock by the answers' `Date` and the
time zone of its options.
"""

import zlib
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from api.devices.register import Device
from api.problems import Problem

PUNCHES = "ATTLOG"
FORMAT = "zkteco"
"""The format by which the lines of that table are imported."""
OF_LINES = frozenset({"OPERLOG", "USERINFO", "BIODATA", "IDCARD", "ERRORLOG"})
"""Tables of lines that are not recorded; what else comes (ATTPHOTO, options …) is not lines."""
ACCESS_CONTROL = frozenset({"RTLOG", "TRANSACTION"})
"""Where access controllers write what may be punches, in another form: answered with OK, they would be lost."""
DONE = "OK"
_NOT_SENT_YET = "0"
_ENCODINGS = {"gzip", "x-gzip", "deflate"}
_GZIP_OR_ZLIB = zlib.MAX_WBITS | 32


def options_answer(device: Device, zone: ZoneInfo, now: datetime) -> str:
    """The options of a device: to send its log from where it was, at once, and nothing else than its log."""
    lines = [
        f"GET OPTION FROM: {device.serial}",
        f"ATTLOGStamp={device.stamp or _NOT_SENT_YET}",
        "OPERLOGStamp=9999",
        "ErrorDelay=30",
        "Delay=10",
        "TransTimes=00:00;14:05",
        "TransInterval=1",
        "TransFlag=TransData AttLog",
        f"TimeZone={time_zone(zone, now)}",
        "Realtime=1",
        "Encrypt=None",
        # A device that knows a later version goes by the lower of the two; above this one it would want to encrypt.
        "ServerVer=2.2.14",
        "PushProtVer=2.2.14",
        "PushOptionsFlag=0",
        "SupportPing=1",
    ]
    return "".join(f"{line}\n" for line in lines)


def time_zone(zone: ZoneInfo, now: datetime) -> int:
    """How far a zone is from UTC at an instant, as devices want it: in hours, or in minutes where hours do not do."""
    offset = now.astimezone(zone).utcoffset() or timedelta()
    minutes = offset // timedelta(minutes=1)
    return minutes if minutes % 60 else minutes // 60


def received(count: int) -> str:
    """The answer to so many lines."""
    return f"{DONE}: {count}"


def plain(body: bytes, encoding: str, limit: int) -> bytes:
    """A body without its content encoding. Raises Problem where that is unknown, or the body damaged or too large."""
    named = encoding.strip().lower()
    if named in ("", "identity"):
        return body
    if named not in _ENCODINGS:
        raise Problem("unsupported-media-type", f"the content encoding is {named[:60]}; send gzip, deflate or none")
    inflating = zlib.decompressobj(_GZIP_OR_ZLIB)
    try:
        content = inflating.decompress(body, limit + 1)
    except zlib.error:
        content = b""
    if len(content) > limit:
        raise Problem("too-large", f"the lines have more than {limit} bytes; send fewer at once")
    if not inflating.eof:
        raise Problem("malformed", f"the body is not the {named} that it says; send it whole, or without an encoding")
    return content


def punch_lines(content: bytes) -> bytes:
    """The lines of a log, without what some firmware puts before the first one and after the last."""
    return content.removeprefix(b"\xef\xbb\xbf").rstrip(b"\x00\r\n")


def import_options(device: Device, lines: bytes) -> dict[str, Any]:
    """How the lines of a device are read.

    Of the table of PINs only those that the lines have, since it is kept with each import; a PIN that is not in the
    table is kept without an employee.
    """
    found = {line.split(b"\t", 1)[0].strip().decode(errors="replace") for line in lines.split(b"\n")} - {""}
    pins = {pin: device.pins.get(pin, "") for pin in sorted(found)} if device.pins else {}
    return {
        "serial": device.serial,
        "device": device.name,
        "trust_direction": device.trust_direction,
        "pins": pins,
    }
