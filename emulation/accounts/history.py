"""What the log says about people: sign-ins, passwords, roles. All of it stands in the chain of the platform."""

from emulation.accounts.models import Role
from emulation.audit.verbs import Labels, verb
from emulation.core.errors import gettext_noop

CHAIN = "platform"

ROLES: Labels = {
    "role": {
        Role.STANDING_BODY.value: "standing body",
        Role.VIEWER.value: "viewer",
        Role.ADMINISTRATOR.value: "system administrator",
    }
}

SIGNED_IN = verb("accounts.signed-in", gettext_noop("signed in"))
SIGN_IN_FAILED = verb("accounts.sign-in-failed", gettext_noop("failed to sign in"))
SIGNED_OUT = verb("accounts.signed-out", gettext_noop("signed out"))
PASSWORD_CHANGED = verb("accounts.password-changed", gettext_noop("changed the own password"))
PASSWORD_SET = verb("accounts.password-set", gettext_noop("set a person's password"))
PERSON_ADDED = verb("accounts.person-added", gettext_noop("added a person"))
PERSON_CHANGED = verb("accounts.person-changed", gettext_noop("changed what is known of a person"))
ROLE_GRANTED = verb("accounts.role-granted", gettext_noop("gave the role “%(role)s” from %(since)s"), ROLES)
ROLE_CHANGED = verb(
    "accounts.role-changed",
    gettext_noop("changed the days of the role “%(role)s”: %(since)s – %(until)s"),
    ROLES,
)
