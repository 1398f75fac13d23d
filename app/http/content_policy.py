"""The security headers of every answer, and the content policies of pages and pictures."""

from typing import Final

# An answer of the API is not a document; a page or a picture brings a policy of its own.
CLOSED_POLICY: Final = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

# A picture may be opened on its own: its own style works, and nothing in it could run.
PICTURE_POLICY: Final = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; sandbox"

HEADERS: Final = {
    "Content-Security-Policy": CLOSED_POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cache-Control": "no-store",
}


# What a policy that refuses frames says a second time, to browsers that do not know its word for it.
UNFRAMED: Final = "frame-ancestors 'none'"


def page_policy(nonce: str, *, framed: bool = False) -> str:
    """The policy of a page: files of its own host, and inline only what carries this nonce.

    Only a page that was made for it may be `framed`, then by anybody: not even `*` is said, which would keep
    out a slide that is opened from a file.
    """
    return (
        f"default-src 'none'; script-src 'self' 'nonce-{nonce}'; style-src 'self' 'nonce-{nonce}'; "
        "img-src 'self' data:; connect-src 'self'; font-src 'self'; base-uri 'none'; form-action 'none'"
        f"{'' if framed else f'; {UNFRAMED}'}"
    )
