"""Addresses of the sign-in pages."""

from django.urls import path

from emulation.accounts import views

app_name = "accounts"
urlpatterns = [
    path("sign-in/", views.SignIn.as_view(), name="sign-in"),
    path("sign-out/", views.sign_out, name="sign-out"),
    path("signed-in/", views.signed_in, name="signed-in"),
    path("password/", views.ChangePassword.as_view(), name="change-password"),
    path("people/<uuid:public_id>/password/", views.SetPassword.as_view(), name="set-password"),
]
