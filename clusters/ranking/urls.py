"""Addresses of rankings."""

from django.urls import path

from clusters.ranking import views

urlpatterns = [
    path("<slug:code>/<int:year>/ranking/", views.RankingPage.as_view(), name="ranking"),
    path(
        "<slug:code>/<int:year>/ranking/<slug:group>/<slug:standing>/publish/",
        views.PublishRanking.as_view(),
        name="ranking-publish",
    ),
    path(
        "<slug:code>/<int:year>/ranking/<uuid:public_id>/withdraw/",
        views.WithdrawRanking.as_view(),
        name="ranking-withdraw",
    ),
]
