package dev.imas.core.relation;

import dev.imas.core.incident.Incident;
import dev.imas.core.incident.IncidentStatus;
import dev.imas.core.model.Severity;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Links of incidents as the API shows them. */
final class RelationView {

  private RelationView() {}

  /** The other end of a link. */
  record Other(UUID id, String shortId, String title, Severity severity, IncidentStatus status) {

    static Other of(Incident incident) {
      return new Other(
          incident.id(),
          incident.shortId(),
          incident.title(),
          incident.severity(),
          incident.status());
    }
  }

  /**
   * @param kind what the incident of the request is to the other one
   * @param incident null: the reader may not read it, and learns only that there is one
   */
  record Line(UUID id, String kind, @Nullable Other incident, Instant at, String by) {}

  /**
   * @param openChildren the short ids of open incidents whose parent it is: whoever resolves it may
   *     want to resolve them, too
   */
  record Lines(List<Line> items, List<String> openChildren) {

    Lines {
      items = List.copyOf(items);
      openChildren = List.copyOf(openChildren);
    }
  }
}
