"""Signing in and out, and the own password."""

from typing import Any

from django.contrib.auth import logout, update_session_auth_hash
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import LoginView
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render, resolve_url
from django.urls import reverse, reverse_lazy
from django.utils.decorators import method_decorator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from emulation.accounts import demonstration, services
from emulation.accounts.forms import ChangePasswordForm, SetPasswordForm, SignInForm
from emulation.accounts.models import User
from emulation.core.page import Link
from emulation.core.views import FormPage, Page


@method_decorator(login_not_required, name="dispatch")
class SignIn(Page, LoginView):
    """Sign in; goes on to `next` when that is a page of this site. Every attempt is logged."""

    template_name = "accounts/sign_in.html"
    authentication_form = SignInForm
    redirect_authenticated_user = True
    title = _("Sign in")
    help_topic = "sign-in"

    def form_valid(self, form: Any) -> HttpResponse:
        with transaction.atomic():
            answer = super().form_valid(form)
            services.record_sign_in(person=form.get_user())
        return answer

    def form_invalid(self, form: Any) -> HttpResponse:
        if form.non_field_errors():
            services.record_failed_sign_in(username=form.cleaned_data.get("username", ""))
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(cast=demonstration.cast(), **kwargs)


@login_not_required
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """Sign out, and log it; a session that is gone already is fine too."""
    if isinstance(request.user, User):
        services.record_sign_out(person=request.user)
    logout(request)
    return HttpResponseRedirect(resolve_url("accounts:sign-in"))


def signed_in(request: HttpRequest) -> HttpResponse:
    """Tell somebody who signed in again in a new tab to go back to the page they were on."""
    return render(request, "accounts/signed_in.html", {"title": gettext("You are signed in")})


class ChangePassword(FormPage):
    """The own password. The present session goes on, all others end."""

    title = _("Change password")
    form_class = ChangePasswordForm
    button = _("Change password")
    success = _("Your password is changed. Other devices have to sign in again.")
    success_url = reverse_lazy("home:home")
    cancel_url = reverse_lazy("home:home")
    help_topic = "sign-in"

    def get_crumbs(self) -> list[Link]:
        return [Link(gettext("Home"), str(reverse_lazy("home:home"))), Link(gettext("Change password"))]

    def act(self, form: Any) -> User:
        person = services.change_password(
            person=self.request.user,  # type: ignore[arg-type]
            old_password=form.cleaned_data["old_password"],
            new_password=form.cleaned_data["new_password"],
        )
        update_session_auth_hash(self.request, person)
        return person


class SetPassword(FormPage):
    """Somebody else's password, by an administrator."""

    form_class = SetPasswordForm
    button = _("Set the password")
    permission = "accounts.manage"

    def person(self) -> User:
        person: User = get_object_or_404(User, public_id=self.kwargs["public_id"])
        return person

    def get_title(self) -> str:
        return gettext("Set a password for %(name)s") % {"name": self.person()}

    def get_lead(self) -> str:
        return gettext("Hand it over in person; they can change it after the sign-in.")

    def get_success_url(self) -> str:
        return reverse("admin:accounts_user_change", args=[self.person().pk])

    def get_cancel_url(self) -> str:
        return self.get_success_url()

    def get_success(self) -> str:
        return gettext("The password of %(name)s is set.") % {"name": self.person()}

    def act(self, form: Any) -> User:
        return services.set_password(
            person=self.person(),
            password=form.cleaned_data["new_password"],
            actor=self.request.user,  # type: ignore[arg-type]
        )
