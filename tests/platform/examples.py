"""Pages for the tests of what pages are made of: people, by the real services."""

from django import forms
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.urls import include, path

from emulation.accounts import services
from emulation.accounts.models import User
from emulation.core.errors import Conflict, NotPermitted, Refused, RefusedRows
from emulation.core.page import Action, Link
from emulation.core.views import ActionPage, Column, Filter, FormPage, ListPage


class People(ListPage):
    title = "People"
    queryset = User.objects.all()
    search_fields = ("office",)
    order = ("username",)
    columns = [
        Column("Name", "full_name", sort=("order_key",), url=lambda person: f"/people/{person.username}/"),
        Column("User name", "username", sort=("username",)),
        Column("Active", "is_active", kind="number"),
    ]
    filters = [
        Filter(
            "active",
            "Active",
            lambda: [("yes", "yes"), ("no", "no")],
            lambda rows, value: rows.filter(is_active=value == "yes"),
        )
    ]
    export_url = "/examples/export/"

    def get_primary(self):
        return Action("Add a person", "/examples/add/", "plus")

    def get_crumbs(self):
        return [Link("Home", "/"), Link("People")]


class PersonForm(forms.Form):
    username = forms.CharField(label="User name", help_text="As on the badge.")
    full_name = forms.CharField(label="Full name")
    office = forms.CharField(label="Office", required=False)

    laws = {"office": "Điều 12"}


class AddPerson(FormPage):
    title = "Add a person"
    form_class = PersonForm
    success = "The person was added."
    success_url = "/examples/people/"
    cancel_url = "/examples/people/"
    permission = "accounts.manage"

    def act(self, form):
        return services.add_person(actor=self.request.user, **form.cleaned_data)


class SwitchOff(ActionPage):
    title = "Switch a person off"
    button = "Switch off"
    success = "Switched off."
    success_url = "/examples/people/"
    needs_reason = True

    def person(self):
        return User.objects.get(username=self.kwargs["username"])

    def get_seen(self):
        return f"{self.person().is_active} {self.person().office}"

    def get_consequences(self):
        return ["They can no longer sign in."]

    def get_affected(self):
        return [self.person()]

    def act(self, form):
        return services.change_person(person=self.person(), actor=self.request.user, is_active=False)


class Rows(ActionPage):
    title = "Send all"
    button = "Send all"
    success_url = "/"

    def act(self, form):
        raise STANDING


STANDING = RefusedRows(
    "Two sheets stand in the way.",
    [Refused("%(n)s missing", place="Thanh tra", n=3), Refused("not sent", place="Văn phòng")],
)


def raising(error):
    def view(request):
        raise error

    return view


ERRORS = {
    "refused": Refused(
        "%(points)s is above the maximum of %(maximum)s.", field="points", points=12, maximum=10
    ),
    "conflict": Conflict("The state is now “sent”."),
    "not-permitted": NotPermitted("Only the head does this."),
    "forbidden": PermissionDenied(),
    "rows": STANDING,
    "broken": ZeroDivisionError("a fault of ours"),
    "suspicious": SuspiciousOperation("odd"),
}

urlpatterns = [
    path("", include("emulation.urls")),
    path("examples/people/", People.as_view()),
    path("examples/add/", AddPerson.as_view()),
    path("examples/off/<username>/", SwitchOff.as_view()),
    path("examples/send/", Rows.as_view()),
    *(path(f"examples/{kind}/", raising(error)) for kind, error in ERRORS.items()),
]
