"""Lines for whoever keeps the schedule of the machine: crontab or systemd. Pure."""

import shlex
from collections.abc import Mapping

CRONTAB = """# The Procurement Hub: crawl what is due. Add this line to the crontab of the hub's user (crontab -e).
*/15 * * * * {line}
"""

SYSTEMD = """# The Procurement Hub: crawl each source when it is due.
# Save this as /etc/systemd/system/hub-schedule.service, add User= with the hub's user, then:
# systemctl enable --now hub-schedule
[Unit]
Description=The Procurement Hub: crawl each source when it is due
After=network-online.target
Wants=network-online.target

[Service]
{settings}
ExecStart={command}
Restart=on-failure
RestartSec=60
TimeoutStopSec=600

[Install]
WantedBy=multi-user.target
"""


def crontab(python: str, settings: Mapping[str, str], log: str) -> str:
    """One line that crawls what is due every quarter of an hour. A second one started meanwhile is refused at once."""
    words = [f"{name}={shlex.quote(value)}" for name, value in settings.items()]
    words += [shlex.quote(python), "-m", "hub", "schedule", "--once", ">>", shlex.quote(log), "2>&1"]
    return CRONTAB.format(line=" ".join(words).replace("%", r"\%"))


def systemd(python: str, settings: Mapping[str, str]) -> str:
    """A unit that runs ``hub schedule`` and leaves it ten minutes to finish the page in hand."""
    lines = "\n".join(f"Environment={_quoted(f'{name}={value}')}" for name, value in settings.items())
    return SYSTEMD.format(settings=lines, command=f"{_quoted(python).replace('$', '$$')} -m hub schedule")


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', r"\"").replace("%", "%%")
    return f'"{escaped}"'
