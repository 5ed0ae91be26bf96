package dev.imas.core.ruleset;

import dev.imas.core.platform.Tx;

/** Reads which state of sources, services and rules is in force. */
final class RoutingGenerationRepository {

  private static final String NOW =
      "SELECT coalesce(max(generation), 0) AS generation FROM routing_generation";

  /** It grows with every change of the tenant's. */
  long now(Tx tx) {
    return tx.connection()
        .preparedQuery(NOW)
        .execute()
        .await()
        .iterator()
        .next()
        .getLong("generation");
  }
}
