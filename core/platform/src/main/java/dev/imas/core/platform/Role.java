package dev.imas.core.platform;

import io.vertx.core.Future;

/**
 * A part of IMAS that can run alone or beside the others in one process: gateway, core, notifier.
 * Found by the launcher through {@link java.util.ServiceLoader}, so that it names none of them.
 */
public interface Role {

  /** As in {@code imas run --roles=gateway,core}. */
  String name();

  /**
   * Reads this role's part of the configuration. Faults go into {@code settings}, never into an
   * exception.
   */
  Setup configure(Settings settings);

  /** A configured role, not yet started. */
  interface Setup {

    /**
     * Where it will listen; 0 lets the system choose. The setting that changes it is {@code
     * <name>.port}.
     */
    int port();

    /** Starts everything; the future ends when requests can be served. */
    Future<Running> start(Platform platform);
  }

  /** A started role. */
  interface Running {

    /** Where it listens. */
    int port();

    /** Takes no new work, ends what is under way in bounded time, then closes. */
    Future<Void> stop();
  }
}
