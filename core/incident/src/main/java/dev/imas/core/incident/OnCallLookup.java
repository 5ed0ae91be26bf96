package dev.imas.core.incident;

import dev.imas.core.platform.Tx;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

/** Says who is on call, so that they may act on their team's incidents whatever their role. */
public interface OnCallLookup {

  /** Whether the user is on call for the team at that time, at any level. */
  Future<Boolean> isOnCall(Tx tx, UUID user, UUID team, Instant at);

  /**
   * Whoever schedules have on call at their first level. Only on a virtual thread.
   *
   * @param schedules names in lower case; what has no schedule of that name is left out
   */
  List<UUID> firstOnCall(Tx tx, Collection<String> schedules, Instant at);
}
