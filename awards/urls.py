"""Contents of the awards' pages: each slice has its own list."""

from itertools import chain

from awards.nominations import urls as nominations

app_name = "awards"
urlpatterns = list(chain(nominations.urlpatterns))
