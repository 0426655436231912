"""Every setting, with its default. HUB_<NAME> in the environment overrides; docs/settings.md lists them for people."""

HOME = "instance"
"""The folder for what the hub keeps, when the settings below do not say otherwise. Relative to where it is started."""

DATABASE_URL = ""
"""Where the catalogue is kept. Empty: SQLite at HOME/hub.sqlite. PostgreSQL: postgresql+pg8000://user@host/name."""

INDEX_URL = ""
"""Where the search index is kept. Empty: whoosh at HOME/index. "memory:" keeps it in this process only."""

REPORTS = ""
"""The folder for import reports. Empty: HOME/reports."""

USAGE = ""
"""The SQLite file of the usage counters, apart from the catalogue. Empty: HOME/usage.sqlite."""

PACE = ""
"""The SQLite file in which questions to the API are counted for a minute. Empty: HOME/pace.sqlite."""

API_PER_MINUTE = 60
"""How often a machine may ask the API in a minute without a token. 0: as often as it likes."""

API_PER_MINUTE_WITH_TOKEN = 600
"""How often a program that shows a token may. 0: as often as it likes."""

RESULTS_PER_PAGE = 20
"""How many results a page shows: 1 to 100."""

SYNC_SECONDS = 5
"""How often a running hub looks for changes that the index has yet to hear about."""

OPERATOR_NAME = "the operator of this hub"
"""Who runs this hub, as the privacy notice and the accessibility statement name them."""

OPERATOR_EMAIL = ""
"""Where people reach the operator. Empty: the pages say that no address has been set."""

SECRET_KEY = ""
"""Signs the forms of the pages and the cookie of those who chose whom they buy for. Empty: made anew at each start,
which forgets these choices. Processes that serve one hub together need the same."""

DRAFT_DAYS = 90
"""After how many days a draft of a file note that nobody saved is deleted by `hub notes tidy`."""

FROZEN_NOTE_DAYS = 0
"""After how many days a frozen file note is deleted by `hub notes tidy`. 0: never."""

BODIES = ""
"""The folder for what was fetched from sites, packed, as evidence. Empty: HOME/bodies."""

USER_AGENT_CONTACT = ""
"""Where publishers reach whoever runs this hub: a page or an e-mail address. Without it the hub fetches nothing."""

DOWNLOADS = ""
"""The folder for the whole catalogue as files (`hub download make`). Empty: HOME/downloads."""

ADDRESS = ""
"""Where people reach this hub, such as https://hub.example.org: where files for download and letters lead back.
Empty: nowhere."""

PASSWORD_MEMORY_KIB = 65_536
"""How much memory hashing one password takes, in KiB. At least 19,456."""

PASSWORD_ROUNDS = 3
"""How many times that memory is gone through. At least 2."""

SECOND_FACTOR_KEY = ""
"""Encrypts the secrets of one-time codes, which are useless without it: keep it apart from the database. Empty: made of
SECRET_KEY."""

PROXIES: int | str = ""
"""How many proxies stand before the hub and tell it who asks and whether by https. 0: none, it is asked directly; so it
takes it to be where this is empty."""

PRODUCTION = False
"""Whether the hub is served to the world: it then does not start while anything makes that unsafe (hub.production)."""

TRUSTED_HOSTS = ""
"""The hosts the hub answers for, such as hub.example.org, parted by spaces or commas. Empty: for any."""

MAIL_SERVER = ""
"""The mail server that letters are handed to, by name. Empty: letters wait in the database (`hub mail list`)."""

MAIL_PORT = 0
"""Its port. 0: the usual one, 587 with starttls, 465 with tls, 25 with none."""

MAIL_TLS = "starttls"
"""How letters are kept secret on the way there: starttls, tls, or none for a server on this machine."""

MAIL_USER = ""
"""The name to sign in to the mail server with. Empty: it asks for none."""

MAIL_PASSWORD = ""
"""The password that goes with it."""

MAIL_FROM = ""
"""The e-mail address that letters come from."""

MAIL_DAYS = 30
"""After how many days the hub forgets that a letter was sent, or that it could not be."""

MAIL = ""
"""Where letters go: "demo" shows them on a page that anyone can read, as `hub demo` does. Empty: to MAIL_SERVER."""

METRICS_TOKEN = ""
"""What a program must show to read /metrics, as "Authorization: Bearer ...". Empty: it must ask from this machine."""
