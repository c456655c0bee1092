"""Contents of the clusters' pages: each slice has its own list."""

from itertools import chain

from clusters.cycles import urls as cycles
from clusters.organisation import urls as organisation

app_name = "clusters"
urlpatterns = list(chain(organisation.urlpatterns, cycles.urlpatterns))
