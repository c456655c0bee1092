"""Contents of the awards' pages."""

app_name = "awards"
urlpatterns: list[object] = []
