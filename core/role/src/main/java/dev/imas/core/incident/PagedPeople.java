package dev.imas.core.incident;

import dev.imas.core.catalog.Contact;
import dev.imas.core.platform.Tx;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Says which people pages go to, besides the channels of the owning team. */
@FunctionalInterface
public interface PagedPeople {

  /** Nobody. */
  PagedPeople NONE = (tx, changes) -> Future.succeededFuture(Map.of());

  /**
   * Called with every transaction's changes, in that transaction, before anybody is told.
   *
   * @return by incident, whom its last page goes to
   */
  Future<Map<UUID, List<Contact>>> follow(Tx tx, List<IncidentChange> changes);
}
