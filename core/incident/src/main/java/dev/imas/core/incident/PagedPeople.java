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
  PagedPeople NONE = (tx, changes) -> Future.succeededFuture(Called.of(Map.of()));

  /**
   * Who is called.
   *
   * @param people by incident, whom its last page goes to
   * @param written what was noted about them, under way. It must be waited for before the
   *     transaction ends
   */
  record Called(Map<UUID, List<Contact>> people, Future<Void> written) {

    /** With nothing under way. */
    public static Called of(Map<UUID, List<Contact>> people) {
      return new Called(people, Future.succeededFuture());
    }
  }

  /** Called with every transaction's changes, in that transaction, before anybody is told. */
  Future<Called> follow(Tx tx, List<IncidentChange> changes);
}
