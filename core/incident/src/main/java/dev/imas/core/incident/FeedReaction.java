package dev.imas.core.incident;

import dev.imas.core.changes.FeedWriter;
import dev.imas.core.changes.NewChange;
import dev.imas.core.changes.Topic;
import dev.imas.core.platform.Tx;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;

/** Tells the change feed of each incident that changes: a row for all of a transaction. */
public final class FeedReaction implements IncidentReaction {

  private final FeedWriter feed;

  public FeedReaction(FeedWriter feed) {
    this.feed = feed;
  }

  @Override
  public boolean followsTests() {
    return true;
  }

  @Override
  public Future<Void> react(Tx tx, List<IncidentChange> changes) {
    List<NewChange> told = new ArrayList<>(changes.size());
    for (IncidentChange change : changes) {
      Incident before = change.before();
      Incident after = change.after();
      if (before != null
          && (!before.serviceId().equals(after.serviceId())
              || before.severity() != after.severity())) {
        // For those who are told only of what it was: it leaves what they show.
        told.add(of(before, after.version()));
      }
      told.add(of(after, after.version()));
    }
    return feed.append(tx, Topic.INCIDENT, told);
  }

  private static NewChange of(Incident incident, int version) {
    return new NewChange(incident.id(), version, incident.serviceId(), null, incident.severity());
  }
}
