package dev.imas.core.impact;

import dev.imas.core.incident.IncidentStatus;
import dev.imas.core.model.Severity;
import java.util.List;
import java.util.UUID;

/** What is around an incident, as the API shows it. */
final class ImpactView {

  private ImpactView() {}

  record Named(UUID id, String name) {}

  record Open(UUID id, String shortId, String title, Severity severity, IncidentStatus status) {}

  /**
   * A service before or behind that of the incident.
   *
   * @param openCount how many incidents of it are open
   * @param openIncidents the most severe of them
   * @param path why it is here: each service depends on the next
   */
  record Line(
      Named service,
      String tier,
      Named ownerTeam,
      int openCount,
      List<Open> openIncidents,
      List<Named> path) {

    Line {
      openIncidents = List.copyOf(openIncidents);
      path = List.copyOf(path);
    }
  }

  /**
   * @param likelyCauses what the service depends on, where incidents are open
   * @param affected what depends on the service
   * @param isCut whether there are more services than were looked at
   */
  record Impact(Named service, List<Line> likelyCauses, List<Line> affected, boolean isCut) {

    Impact {
      likelyCauses = List.copyOf(likelyCauses);
      affected = List.copyOf(affected);
    }
  }
}
