"""Addresses of criteria tables."""

from django.urls import path

from clusters.criteria import views

urlpatterns = [
    path("criteria/", views.TableList.as_view(), name="tables"),
    path("criteria/<slug:code>/<int:number>/", views.TablePage.as_view(), name="table"),
    path("criteria/<slug:code>/<int:number>/compare/", views.CompareTables.as_view(), name="table-compare"),
    path("criteria/<slug:code>/<int:number>/correct/", views.CorrectTable.as_view(), name="table-correct"),
    path("criteria/<slug:code>/<int:number>/copy/", views.CopyTable.as_view(), name="table-copy"),
    path("<slug:code>/<int:year>/criteria/", views.YearTable.as_view(), name="criteria"),
]
