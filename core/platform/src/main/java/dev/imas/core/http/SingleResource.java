package dev.imas.core.http;

import dev.imas.core.platform.Fault;
import dev.imas.core.platform.Tx;

/**
 * What a tenant has one of, such as its notification matrix: it is always there, and {@link
 * SingleRoutes} reads it and replaces it as a whole. A method that takes a {@link Tx} runs on a
 * virtual thread and may await.
 *
 * @param <V> as it is shown; its version is 1 until somebody first changes it
 * @param <W> what a request writes of it
 */
public interface SingleResource<V extends Versioned, W> {

  /** What the audit calls it. */
  Audit.Subject subject();

  /** As it is now: the usual one until somebody changes it. */
  V current(Tx tx);

  /**
   * Reads and checks a request's body, except what only the database can check.
   *
   * @throws Fault INVALID with all faults
   */
  W read(Body body);

  /**
   * Replaces it.
   *
   * @param version that it must still have
   * @return whether it had
   * @throws Fault INVALID with what only the database can find
   */
  boolean replace(Tx tx, W writing, int version);
}
