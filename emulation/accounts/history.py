"""What the log says about people: sign-ins, passwords, roles. All of it stands in the chain of the platform."""

from emulation.audit.verbs import verb

CHAIN = "platform"

SIGNED_IN = verb("accounts.signed-in", "signed in")
SIGN_IN_FAILED = verb("accounts.sign-in-failed", "failed to sign in")
SIGNED_OUT = verb("accounts.signed-out", "signed out")
PASSWORD_CHANGED = verb("accounts.password-changed", "changed the own password")
PASSWORD_SET = verb("accounts.password-set", "set a person's password")
PERSON_ADDED = verb("accounts.person-added", "added a person")
PERSON_CHANGED = verb("accounts.person-changed", "changed a person: %(fields)s")
ROLE_GRANTED = verb("accounts.role-granted", "gave the role %(role)s from %(since)s")
ROLE_CHANGED = verb("accounts.role-changed", "changed the days of the role %(role)s: %(since)s – %(until)s")
