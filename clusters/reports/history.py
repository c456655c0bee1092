"""What is logged about summary reports."""

from emulation.audit.verbs import verb
from emulation.core.errors import gettext_noop

_SECTION = {
    "section": {
        "results": gettext_noop("Results"),
        "weaknesses": gettext_noop("Weaknesses"),
        "directions": gettext_noop("Directions"),
        "proposals": gettext_noop("Proposals"),
    }
}

WRITTEN = verb(
    "reports.written",
    gettext_noop("wrote version %(version)s of the report's section “%(section)s”"),
    _SECTION,
)
CONTRIBUTED = verb(
    "reports.contributed", gettext_noop("%(unit)s contributed to “%(section)s” of the report"), _SECTION
)
ADOPTED = verb("reports.adopted", gettext_noop("adopted the summary report on %(adopted_on)s"))
REOPENED = verb("reports.reopened", gettext_noop("reopened the summary report as a draft"))
