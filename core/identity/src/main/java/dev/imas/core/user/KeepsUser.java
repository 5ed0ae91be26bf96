package dev.imas.core.user;

import dev.imas.core.http.Call;
import dev.imas.core.platform.Tx;
import io.vertx.core.Future;
import java.util.List;
import java.util.UUID;

/** Something that names users and would point at nobody without them, such as a schedule. */
@FunctionalInterface
public interface KeepsUser {

  /**
   * What still names the user, for a person to replace it there: {@code schedule Payments, layer
   * 2}. Empty if nothing does. A few are enough.
   */
  Future<List<String>> keeping(Tx tx, UUID user);

  /**
   * What passes to a successor if there is one, and keeps nobody. Only on a virtual thread.
   *
   * @return in words, as {@link #keeping}
   */
  default List<String> passing(Tx tx, UUID user) {
    return List.of();
  }

  /**
   * Puts the successor in the user's place, with an entry in the audit for each. What nobody can
   * take stays as it is, and is still {@link #keeping kept}. Only on a virtual thread.
   */
  default void handOver(Tx tx, Call call, UUID user, Successor successor) {}
}
