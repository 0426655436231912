"""What forms still do wrong when they are sent empty or with nonsense: a form that is put right is taken off the list.

Some of it nobody meets with a browser, as with a choice that the page does not offer; one-time codes are typed again
on purpose.
"""

TO_MEND: dict[tuple[str, str], tuple[str, ...]] = {
    ("POST /account/acting-for", "nonsense"): (
        "summary",
        "title",
    ),
    ("POST /account/deputy", "nonsense"): ("field #deputy",),
    ("POST /account/leaving", ""): ("field #successor",),
    ("POST /account/leaving", "nonsense"): ("field #successor",),
    ("POST /account/one-time-codes/off", "nonsense"): ("entry in code",),
    ("POST /account/one-time-codes/set-up", "nonsense"): ("entry in code",),
    ("POST /account/recovery-codes.txt", ""): (
        "summary",
        "title",
    ),
    ("POST /account/recovery-codes.txt", "nonsense"): (
        "summary",
        "title",
    ),
    ("POST /administration/complaints/<int:number>/close", ""): ("field #outcome",),
    ("POST /administration/complaints/<int:number>/close", "nonsense"): ("field #outcome",),
    ("POST /administration/people/<handle>/left", ""): ("field #successor",),
    ("POST /administration/people/<handle>/left", "nonsense"): ("field #successor",),
    ("POST /administration/people/<handle>/roles", ""): ("field #role",),
    ("POST /administration/people/<handle>/roles", "nonsense"): ("field #role",),
    ("POST /administration/sources/<name>/permit", ""): (
        "summary",
        "title",
    ),
    ("POST /contributions/<code>/instead", ""): (
        "summary",
        "title",
    ),
    ("POST /contributions/<code>/instead", "nonsense"): (
        "summary",
        "title",
    ),
    ("POST /follow/<any(framework, owner, supplier, category):kind>/<ident>", ""): (
        "summary",
        "title",
    ),
    ("POST /follow/<any(framework, owner, supplier, category):kind>/<ident>", "nonsense"): (
        "summary",
        "title",
    ),
    ("POST /follow/search", ""): (
        "summary",
        "title",
    ),
    ("POST /follow/search", "nonsense"): (
        "summary",
        "title",
    ),
    ("POST /following/<int:number>", ""): (
        "summary",
        "title",
    ),
    ("POST /following/<int:number>", "nonsense"): (
        "summary",
        "title",
    ),
    ("POST /moderation/contributions/<code>/answer", "nonsense"): ("links",),
    ("POST /moderation/contributions/<code>/edit", ""): ("links",),
    ("POST /moderation/corrections/<int:number>/answer", ""): ("field #words-1",),
    ("POST /moderation/corrections/<int:number>/answer", "nonsense"): (
        "summary",
        "title",
    ),
    ("POST /moderation/links/<int:number>/confirm", "nonsense"): (
        "summary",
        "title",
    ),
    ("POST /moderation/merges/<int:number>/decide", ""): (
        "summary",
        "title",
    ),
    ("POST /moderation/merges/<int:number>/decide", "nonsense"): (
        "summary",
        "title",
    ),
    ("POST /moderation/suppliers/<int:number>/decide", ""): (
        "summary",
        "title",
    ),
    ("POST /moderation/suppliers/<int:number>/decide", "nonsense"): (
        "summary",
        "title",
    ),
    ("POST /my-frameworks/<int:number>/deputy", "nonsense"): ("field #deputy",),
    ("POST /my-frameworks/<int:number>/hand-over", ""): ("field #successor",),
    ("POST /my-frameworks/<int:number>/hand-over", "nonsense"): ("field #successor",),
    ("POST /savings/claims/<key>/edit", "nonsense"): ("field #part1_kind",),
    ("POST /savings/fees/<network>", ""): ("summary",),
    ("POST /savings/fees/<network>", "nonsense"): ("summary",),
    ("POST /savings/new", "nonsense"): ("field #part1_kind",),
    ("POST /sign-in", ""): ("links",),
    ("POST /sign-in", "nonsense"): ("links",),
    ("POST /sign-in/code", "nonsense"): ("entry in code",),
}
