package dev.imas.core.summary;

import dev.imas.core.feature.CoreContext;
import dev.imas.core.feature.Feature;
import dev.imas.core.scheduler.Scheduler.Recurring;
import java.time.Duration;
import java.util.List;

/** What happened in a day or a week, by mail. */
public final class SummaryFeature implements Feature {

  private final CoreContext core;

  public SummaryFeature(CoreContext core) {
    this.core = core;
  }

  @Override
  public List<Recurring> recurring() {
    Summaries summaries =
        new Summaries(core.housekeeping(), core.notices(), core.receivers(), core.clock());
    return List.of(Recurring.every(Duration.ofMinutes(1), "summaries", tenant -> summaries.send()));
  }
}
