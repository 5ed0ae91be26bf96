package dev.imas.core.incident;

import dev.imas.core.alert.AlertFilter;
import dev.imas.core.alert.AlertRepository;
import dev.imas.core.http.ListRange;
import dev.imas.core.platform.Tx;
import dev.imas.core.retention.Missing;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Reads an incident with its alerts and its timeline, as the API shows a single one. */
final class IncidentDetails {

  private static final int ALERTS_SHOWN = 100;
  private static final int LINES_SHOWN = 500;

  private final IncidentViews views;
  private final TimelineRepository timeline;
  private final AlertRepository alerts;
  private final Missing missing;
  private final FurtherFacts further;

  IncidentDetails(
      IncidentViews views,
      TimelineRepository timeline,
      AlertRepository alerts,
      Missing missing,
      FurtherFacts further) {
    this.views = views;
    this.timeline = timeline;
    this.alerts = alerts;
    this.missing = missing;
    this.further = further;
  }

  /** Fails with NOT_FOUND. Only on a virtual thread. */
  Future<IncidentView.Detail> read(Tx tx, UUID id) {
    AlertFilter attached = AlertFilter.ofIncident(id);
    Future<Optional<IncidentView>> view = views.find(tx, id);
    Future<Optional<Instant>> growth = views.growthDueAt(tx, id);
    Future<Optional<IncidentView.Flapping>> flapping = views.flapping(tx, id);
    Future<Optional<IncidentView.Storm>> storm = views.storm(tx, id);
    Future<List<IncidentView.ServiceClock>> clocks = views.clocks(tx, id);
    return Future.join(view, growth, flapping, storm, clocks)
        .map(read -> view.result().orElseThrow(() -> missing.incident(id.toString())))
        .compose(
            found ->
                alerts
                    .list(tx, attached, new ListRange(ALERTS_SHOWN, null))
                    .compose(
                        some ->
                            timeline
                                .read(tx, id, 0, LINES_SHOWN)
                                .map(
                                    lines ->
                                        new IncidentView.Detail(
                                            found,
                                            some.items(),
                                            lines,
                                            growth.result().orElse(null),
                                            flapping.result().orElse(null),
                                            storm.result().orElse(null),
                                            clocks.result(),
                                            further.of(tx, id)))));
  }
}
