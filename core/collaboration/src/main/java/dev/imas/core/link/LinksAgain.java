package dev.imas.core.link;

import dev.imas.core.incident.Incident;
import dev.imas.core.incident.IncidentChange;
import dev.imas.core.incident.IncidentReaction;
import dev.imas.core.platform.Tx;
import io.vertx.core.Future;
import java.util.List;
import java.util.UUID;

/**
 * Lets people acknowledge once more by a link that they used already, after an acknowledgement was
 * taken back. All other changes cost nothing.
 */
public final class LinksAgain implements IncidentReaction {

  private final LinkRepository links = new LinkRepository();

  @Override
  public boolean followsTests() {
    return true;
  }

  @Override
  public Future<Void> react(Tx tx, List<IncidentChange> changes) {
    List<UUID> takenBack =
        changes.stream()
            .filter(LinksAgain::isTakenBack)
            .map(change -> change.after().id())
            .toList();
    return takenBack.isEmpty() ? Future.succeededFuture() : links.openAgain(tx, takenBack);
  }

  private static boolean isTakenBack(IncidentChange change) {
    return change.entries().stream()
        .anyMatch(entry -> entry.metadata().containsKey(Incident.TAKES_BACK));
  }
}
