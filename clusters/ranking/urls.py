"""Addresses of rankings."""

from django.urls import path

from clusters.ranking import views

YEAR = "<slug:code>/<int:year>"

urlpatterns = [
    path(f"{YEAR}/ranking/", views.RankingPage.as_view(), name="ranking"),
    path(f"{YEAR}/ranking/<slug:group>/ties/", views.TiesPage.as_view(), name="ranking-ties"),
    path(f"{YEAR}/ranking/<slug:group>/votes/", views.VotesPage.as_view(), name="ranking-votes"),
    path(f"{YEAR}/ranking/units/<slug:unit>/band/", views.DecideBand.as_view(), name="ranking-band"),
    path(f"{YEAR}/ranking/units/<slug:unit>/band/undo/", views.UndoBand.as_view(), name="ranking-band-undo"),
    path(
        f"{YEAR}/ranking/<slug:group>/<slug:standing>/publish/",
        views.PublishRanking.as_view(),
        name="ranking-publish",
    ),
    path(
        f"{YEAR}/ranking/<uuid:public_id>/withdraw/",
        views.WithdrawRanking.as_view(),
        name="ranking-withdraw",
    ),
    path(f"{YEAR}/scores/matrix.xlsx", views.MatrixExport.as_view(), name="scores-matrix"),
]
