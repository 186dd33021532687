"""S3.7, S8.1 over HTTP: a manager sets the award themes of a period, and HR its standard days."""

import pytest

from tests.api.routes.served import Served

pytestmark = [pytest.mark.slow, pytest.mark.any_engine]
PERIOD = "2025-01"
THEMES = [{"theme": "service"}]


def test_a_manager_sets_themes_and_leaves_the_standard_days_as_they_stand(service: Served) -> None:
    plain, themed = {"period": PERIOD}, {"period": PERIOD, "award_themes": THEMES}
    with service.client("hr") as hr, service.client("manager", "M") as manager:
        assert manager.post("/v1/periods", json=themed | {"standard_days": 20}).status_code == 403
        assert manager.post("/v1/periods", json=themed).status_code == 201
        assert hr.post("/v1/periods", json=plain | {"standard_days": 20, "ref": "days"}).status_code == 201
        refused = manager.post("/v1/periods", json=themed)
        assert (refused.status_code, "give standard_days as 20" in refused.json()["detail"]) == (403, True)
        assert manager.post("/v1/periods", json=themed | {"standard_days": 21}).status_code == 403
        done = manager.post("/v1/periods", json=themed | {"standard_days": 20, "ref": "themes"})
        assert done.status_code == 201
        void = {"of_kind": "period", "of": "days", "reason": "a slip"}
        assert manager.post("/v1/voids", json=void | {"of": "themes"}).status_code == 201
        assert manager.post("/v1/voids", json=void).status_code == 403
        assert hr.post("/v1/voids", json=void).status_code == 201
        # What stood before stands again, and it has no standard days.
        assert manager.post("/v1/periods", json=themed | {"standard_days": 20}).status_code == 403
        assert manager.post("/v1/periods", json=plain | {"award_themes": []}).status_code == 201
    with service.client("team_leader", "L1", team="A") as leader:
        assert leader.post("/v1/periods", json=themed).status_code == 403
