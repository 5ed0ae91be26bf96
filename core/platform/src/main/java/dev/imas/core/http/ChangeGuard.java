package dev.imas.core.http;

import dev.imas.core.platform.Fault;
import dev.imas.core.platform.Tx;
import java.util.function.Supplier;

/** What must still hold after a change, looked at in the transaction of the change. */
@FunctionalInterface
public interface ChangeGuard {

  /** For what nothing else names. */
  ChangeGuard NONE =
      new ChangeGuard() {
        @Override
        public <T> T around(Tx tx, Supplier<T> change) {
          return change.get();
        }
      };

  /**
   * Runs the change. Call it on a virtual thread.
   *
   * @throws Fault CONFLICT that says what the change would break, and what to do instead
   */
  <T> T around(Tx tx, Supplier<T> change);
}
