package dev.imas.core.summary;

import dev.imas.core.feature.CoreContext;
import dev.imas.core.feature.Feature;
import dev.imas.core.scheduler.Scheduler.Recurring;
import java.time.Duration;
import java.util.List;

/** What happened in a day, a week or a month, as a message. */
public final class SummaryFeature implements Feature {

  private final CoreContext core;
  private final DeliveryOfMonth delivery;

  public SummaryFeature(CoreContext core, DeliveryOfMonth delivery) {
    this.core = core;
    this.delivery = delivery;
  }

  @Override
  public List<Recurring> recurring() {
    Summaries summaries =
        new Summaries(
            core.housekeeping(), core.notices(), core.receivers(), delivery, core.clock());
    return List.of(Recurring.every(Duration.ofMinutes(1), "summaries", tenant -> summaries.send()));
  }
}
