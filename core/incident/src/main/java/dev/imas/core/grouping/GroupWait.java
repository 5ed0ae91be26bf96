package dev.imas.core.grouping;

import dev.imas.core.incident.IncidentChange;
import dev.imas.core.incident.IncidentReaction;
import dev.imas.core.incident.OpeningAlert;
import dev.imas.core.platform.Tx;
import dev.imas.core.scheduler.NewTimer;
import dev.imas.core.scheduler.Timers;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Sets the time at which people are told of an incident that was opened without a word. */
public final class GroupWait implements IncidentReaction {

  private final Timers timers;

  public GroupWait(Timers timers) {
    this.timers = timers;
  }

  @Override
  public boolean followsTests() {
    return true;
  }

  @Override
  public Future<Void> react(Tx tx, List<IncidentChange> changes) {
    List<NewTimer> ends = new ArrayList<>();
    for (IncidentChange change : changes) {
      OpeningAlert alert = change.openedBy();
      // Where somebody is told after all, such as of a raise, there is nothing to wait for.
      if (alert != null
          && change.isNew()
          && !change.isHeld()
          && change.steps().stream().allMatch(step -> step.event() == null)) {
        Duration wait = alert.actions().groupWait();
        ends.add(GroupWaitTimer.after(wait, change.after().id(), wait));
      }
    }
    return ends.isEmpty() ? Future.succeededFuture() : timers.set(tx, ends);
  }
}
