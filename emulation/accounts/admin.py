"""People and their roles in the console: every change goes through the services, and nobody is deleted."""

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.auth.password_validation import validate_password
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from emulation.accounts import services
from emulation.accounts.models import RoleGrant, User
from emulation.core.console import PolicyAdmin
from emulation.core.forms import DayField
from emulation.core.text import search_key

FACTS = ("username", "full_name", "office", "email", "is_active", "is_staff")


def _actor(request: HttpRequest) -> User:
    actor: Any = request.user
    return actor


class PersonForm(forms.ModelForm[User]):
    """A person; a new one may get a first password."""

    first_password = forms.CharField(
        label=_("First password"),
        required=False,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("Without one the person cannot sign in until a password is set."),
    )

    class Meta:
        model = User
        fields = FACTS

    def clean_first_password(self) -> str:
        password: str = self.cleaned_data["first_password"]
        if password:
            validate_password(password)
        return password


class GrantForm(forms.ModelForm[RoleGrant]):
    since = DayField(label=_("from"))
    until = DayField(label=_("to and including"), required=False)

    class Meta:
        model = RoleGrant
        fields = ("role", "since", "until", "note")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            # Another role is another grant: the old one stays in the history.
            self.fields["role"].disabled = True


class GrantInline(admin.TabularInline[RoleGrant, User]):
    model = RoleGrant
    form = GrantForm
    extra = 0
    can_delete = False

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return True

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return obj is not None

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return True


@admin.register(User)
class PersonAdmin(PolicyAdmin):
    reads = writes = "accounts.manage"
    form = PersonForm
    inlines = (GrantInline,)
    list_display = ("full_name", "username", "office", "is_active", "is_staff")
    list_filter = ("is_active", "is_staff", "role_grants__role")
    search_fields = ("username",)
    search_help_text = _("Words of the name, with or without accents")
    readonly_fields = ("password_link", "last_login", "date_joined")

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        over = obj is None or not obj.is_superuser or request.user.is_superuser
        return over and super().has_change_permission(request, obj)

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return (*FACTS, *(self.readonly_fields if obj else ("first_password",)))

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        own = ("is_active", "is_staff") if obj and obj.pk == request.user.pk else ()
        return (*self.readonly_fields, *own)

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        words = search_key(search_term).split()
        if not words:
            return queryset, False
        # People are few: folding their names here needs no column that has to be kept in step.
        found = [
            pk
            for pk, username, full_name in queryset.values_list("pk", "username", "full_name")
            if all(word in search_key(f"{username} {full_name}") for word in words)
        ]
        return queryset.filter(pk__in=found), False

    @admin.display(description=_("password"))
    def password_link(self, person: User) -> str:
        """Link to the page where a password is set."""
        address = reverse("accounts:set-password", args=[person.public_id])
        return format_html('<a href="{}">{}</a>', address, gettext("Set a password"))

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        facts = {name: form.cleaned_data[name] for name in FACTS if name in form.cleaned_data}
        if change:
            services.change_person(person=obj, actor=_actor(request), **facts)
            return
        password = form.cleaned_data["first_password"]
        made = services.add_person(actor=_actor(request), password=password, **facts)
        obj.pk, obj.public_id = made.pk, made.public_id
        obj._state.adding = False  # noqa: SLF001 - the row is there: the console goes on with it

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        formset.new_objects, formset.changed_objects, formset.deleted_objects = [], [], []
        for row in formset.forms:
            if not row.has_changed():
                continue
            facts = {name: row.cleaned_data[name] for name in ("since", "until", "note")}
            if row.instance.pk:
                services.change_role_days(grant=row.instance, actor=_actor(request), **facts)
            else:
                role = row.cleaned_data["role"]
                services.grant_role(person=form.instance, role=role, actor=_actor(request), **facts)
