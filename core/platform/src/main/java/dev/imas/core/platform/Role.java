package dev.imas.core.platform;

import io.vertx.core.Future;

/**
 * A part of IMAS that can run alone or beside the others in one process: gateway, core, notifier.
 * The launcher finds roles through {@link java.util.ServiceLoader}, so it depends on none of them.
 */
public interface Role {

  /** The name, as in {@code imas run --roles=gateway,core}. */
  String name();

  /**
   * Reads this role's part of the configuration. It adds faults to {@code settings} and throws
   * none.
   */
  Setup configure(Settings settings);

  /** A configured role, not yet started. */
  interface Setup {

    /**
     * The port where it will listen; 0 lets the system choose. The setting is {@code <name>.port}.
     */
    int port();

    /** Whether the port speaks TLS. */
    default boolean speaksTls() {
      return false;
    }

    /** Starts everything; the future completes when requests can be served. */
    Future<Running> start(Platform platform);
  }

  /** A started role. */
  interface Running {

    /** The port where it listens. */
    int port();

    /**
     * Completes when it has read what it needs to serve every tenant. Until then it answers, and
     * says that it is not ready. It does not complete while the database is away, and fails when
     * the role stops first.
     */
    default Future<Void> ready() {
      return Future.succeededFuture();
    }

    /**
     * Says that it will stop, and serves on: {@code /health/accept} and {@code /health/ready} say
     * 503, and each answer is the last of its connection. So load balancers and clients that keep
     * connections open go elsewhere before {@link #stop}. A role without a port has nothing to say.
     */
    default void announceStop() {}

    /** Takes no new work, ends what is in progress in bounded time, then closes. */
    Future<Void> stop();
  }
}
