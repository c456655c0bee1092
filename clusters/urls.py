"""Contents of the clusters' pages: each slice has its own list."""

from itertools import chain

from clusters.criteria import urls as criteria
from clusters.cycles import urls as cycles
from clusters.meetings import urls as meetings
from clusters.movements import urls as movements
from clusters.organisation import urls as organisation
from clusters.pledges import urls as pledges
from clusters.ranking import urls as ranking
from clusters.reports import urls as reports
from clusters.scoring import urls as scoring

app_name = "clusters"
urlpatterns = list(
    chain(
        organisation.urlpatterns,
        criteria.urlpatterns,
        cycles.urlpatterns,
        movements.urlpatterns,
        pledges.urlpatterns,
        scoring.urlpatterns,
        ranking.urlpatterns,
        meetings.urlpatterns,
        reports.urlpatterns,
    )
)
