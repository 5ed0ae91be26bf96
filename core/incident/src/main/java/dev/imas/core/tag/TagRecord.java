package dev.imas.core.tag;

import dev.imas.core.incident.IncidentChange;
import dev.imas.core.incident.IncidentReaction;
import dev.imas.core.platform.Tx;
import io.vertx.core.Future;
import java.util.List;

/**
 * Keeps which tags incidents have, as their timelines say. A change without tags costs nothing. No
 * change both adds a tag and removes it.
 */
public final class TagRecord implements IncidentReaction {

  private final IncidentTagRepository repository = new IncidentTagRepository();

  @Override
  public boolean followsTests() {
    return true;
  }

  @Override
  public Future<Void> react(Tx tx, List<IncidentChange> changes) {
    TagSteps.Links links = TagSteps.links(changes);
    return links.added().isEmpty() && links.removed().isEmpty()
        ? Future.succeededFuture()
        : repository
            .insert(tx, links.added())
            .compose(done -> repository.delete(tx, links.removed()));
  }
}
