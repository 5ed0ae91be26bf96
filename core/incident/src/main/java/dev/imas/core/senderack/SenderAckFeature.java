package dev.imas.core.senderack;

import dev.imas.core.feature.CoreContext;
import dev.imas.core.feature.Feature;
import dev.imas.core.incident.IncidentRepository;
import dev.imas.core.incident.IncidentWriter;
import dev.imas.core.scheduler.Scheduler.Recurring;
import java.time.Duration;
import java.util.List;

/** Acknowledgements that somebody made in the sender. */
public final class SenderAckFeature implements Feature {

  private final SenderAcknowledgements acknowledgements;

  public SenderAckFeature(CoreContext core, IncidentWriter writer) {
    this.acknowledgements =
        new SenderAcknowledgements(
            core.housekeeping(), new IncidentRepository(), writer, core.clock());
  }

  @Override
  public List<Recurring> recurring() {
    return List.of(
        Recurring.every(
            Duration.ofSeconds(1),
            "sender-acknowledgements",
            SenderAcknowledgements.WAITS,
            tenant -> acknowledgements.follow()));
  }
}
