"""The kinds of problems: their names, which never change, their status, and what to do about them."""

from dataclasses import dataclass


@dataclass(frozen=True)
class ProblemKind:
    """A kind of problem, for programs (`name`, `status`) and for people."""

    name: str
    status: int
    title: str
    zh: str
    advice: str
    advice_zh: str

    @property
    def type(self) -> str:
        """The type URI: where the server shows the page of the kind."""
        return f"/problems/{self.name}"


def _kind(name: str, status: int, title: str, zh: str, advice: str, advice_zh: str) -> ProblemKind:
    return ProblemKind(name, status, title, zh, advice, advice_zh)


_KINDS = (
    _kind(
        "malformed", 400, "The request cannot be read", "请求无法读取",
        "The body is not a JSON object, or a header or a cursor is not of its form. `detail` says which; mend it and send "
        "the request again.",
        "请求体不是 JSON 对象，或请求头、翻页游标的格式不对。`detail` 指出是哪一处；改正后重新发送。",
    ),
    _kind(
        "not-authenticated", 401, "Who is asking is not known", "身份不明",
        "Send `Authorization: Bearer` with an API key, or with an access token of the configured issuer. A key that was "
        "revoked or has expired, and a token that is wrong in any way, are answered alike.",
        "请在 `Authorization: Bearer` 中附上 API 密钥，或已配置签发方的访问令牌。密钥已撤销、已过期，或令牌有任何问题，回答都一样。",
    ),
    _kind(
        "not-permitted", 403, "The role does not permit it", "角色无此权限",
        "What the roles may do is in docs/api.md. Whether what was asked for exists is not told.",
        "各角色的权限见 docs/api.zh-CN.md。所请求的内容是否存在，不予告知。",
    ),
    _kind(
        "not-found", 404, "There is no such thing", "没有这一项",
        "The address, or something that it names (a period, report, rule set, employee, fact …), is not there, or is "
        "not within what the key may see.",
        "该地址，或其中提到的周期、报表、规则集、员工、事实等不存在，或不在此密钥可见的范围内。",
    ),
    _kind(
        "method-not-allowed", 405, "The address does not take this method", "该地址不支持此方法",
        "The header `Allow` lists the methods that the address takes.",
        "响应头 `Allow` 列出该地址支持的方法。",
    ),
    _kind(
        "not-acceptable", 406, "There is no such form of it", "没有所要的格式",
        "Give one of the media types that `detail` lists in the header `Accept`.",
        "请在请求头 `Accept` 中给出 `detail` 所列的一种媒体类型。",
    ),
    _kind(
        "too-slow", 408, "The request took too long to arrive", "请求发送过慢",
        "Send the request again, over a connection that keeps up; with an `Idempotency-Key` nothing is recorded twice.",
        "请换用更稳定的连接重新发送；带有 `Idempotency-Key` 时不会重复记账。",
    ),
    _kind(
        "conflict", 409, "It is on the ledger with other content", "账本上已有同一标识而内容不同",
        "The same identity (its `ref`, `Idempotency-Key` or natural key) is on the ledger with other content. Send the "
        "same content, or give another identity.",
        "同一标识（`ref`、`Idempotency-Key` 或自然键）在账本上已有不同内容。请发送相同内容，或另给标识。",
    ),
    _kind(
        "refused", 409, "It cannot be recorded as the ledger stands", "以账本现状不能记录",
        "The form is right, but not what is on the ledger: an employee is not recorded, a swap is decided already, a "
        "period is closed out of order … `code` is for programs, `detail` says what to do.",
        "格式无误，但与账本现状不符：员工尚未登记、换班已处理、未轮到该周期关账等。`code` 供程序使用，`detail` 说明怎样才对。",
    ),
    _kind(
        "moved-on", 412, "It was changed in the meantime", "其间已有变动",
        "`If-Match` names an older version. Get the resource again, look at what was decided, and send its new `ETag`. "
        "With `If-None-Match: *` (`exists`) something is recorded already: give another number, or look at what it is.",
        "`If-Match` 所指的版本已旧。请重新读取该资源，看过已有的处理，再以新的 `ETag` 发送。带 `If-None-Match: *` 时（`exists`）"
        "表示已有记录：请换一个编号，或先看已有的内容。",
    ),
    _kind(
        "too-large", 413, "The request is too large", "请求过大",
        "A fact has at most 1 MiB; many facts go as a file to /v1/imports, up to the size that is configured.",
        "单个事实最多 1 MiB；大量事实请以文件发送到 /v1/imports，大小上限见配置。",
    ),
    _kind(
        "unsupported-media-type", 415, "The body has a form that is not taken", "不支持的请求体类型",
        "Send one of the media types that `detail` lists in `Content-Type`.",
        "请在 `Content-Type` 中使用 `detail` 所列的类型。",
    ),
    _kind(
        "invalid", 422, "Something in the request is wrong", "请求内容有误",
        "A field or a parameter is missing, unknown, or not of its form. `code` is for programs, `detail` says what is "
        "wrong and what to do.",
        "字段或参数缺失、未知或格式不对。`code` 供程序使用，`detail` 说明错在何处、怎样才对。",
    ),
    _kind(
        "key-reused", 422, "The Idempotency-Key was used for something else", "Idempotency-Key 已用于其他请求",
        "A key is for one request and its retries. Give a new one for a new request.",
        "一个键只用于一个请求及其重试。新请求请用新键。",
    ),
    _kind(
        "too-many-requests", 429, "Too many requests", "请求过多",
        "Wait as many seconds as the header `Retry-After` says, and send the request again.",
        "请按响应头 `Retry-After` 所示秒数等待后重新发送。",
    ),
    _kind(
        "head-too-large", 431, "The head of the request is too large", "请求头过大",
        "The address and the header fields have more bytes than the service takes. Send fewer parameters, or a smaller "
        "token or cookie.",
        "请求地址与请求头的字节数超出服务的上限。请减少参数，或使用较小的令牌或 Cookie。",
    ),
    _kind(
        "internal", 500, "Something went wrong in the service", "服务内部出错",
        "Nothing was acknowledged. Send the request again; if it comes again, report the `request` that is named.",
        "未确认任何内容。请重新发送；若再次出现，请上报所示 `request`。",
    ),
    _kind(
        "damaged", 500, "The store is not what was recorded", "存储内容与所记录的不符",
        "What is stored was changed or lost outside the program, and nothing is answered from it. Run "
        "`workledger verify`, which says what and where, and restore the ledger from a copy.",
        "存储内容在程序之外被改动或丢失，因此不据此作答。请运行 `workledger verify` 查明所在，并从备份恢复账本。",
    ),
    _kind(
        "unavailable", 503, "The ledger cannot be reached now", "账本暂不可用",
        "The store does not answer, or the service is ending. Send the request again later; with an `Idempotency-Key` "
        "nothing is recorded twice.",
        "存储无响应，或服务正在停止。请稍后重新发送；带有 `Idempotency-Key` 时不会重复记账。",
    ),
)  # fmt: skip

PROBLEMS = {kind.name: kind for kind in _KINDS}
"""Every kind of problem by its name."""
