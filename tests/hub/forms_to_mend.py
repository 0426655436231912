"""What forms still do wrong when they are sent empty or with nonsense: a form that is put right is taken off the list.

Nobody meets with a browser a choice that the page does not offer; one-time codes are typed again on purpose.
"""

TO_MEND: dict[tuple[str, str], tuple[str, ...]] = {
    ("POST /account/acting-for", "nonsense"): (
        "summary",
        "title",
    ),
    ("POST /account/one-time-codes/off", "nonsense"): ("entry in code",),
    ("POST /account/one-time-codes/set-up", "nonsense"): ("entry in code",),
    ("POST /contributions/<code>/instead", ""): (
        "summary",
        "title",
    ),
    ("POST /contributions/<code>/instead", "nonsense"): (
        "summary",
        "title",
    ),
    ("POST /sign-in/code", "nonsense"): ("entry in code",),
    ("POST /demo/accounts", ""): ("summary", "title"),
    ("POST /demo/accounts", "nonsense"): ("summary", "title"),
}
