package dev.imas.core.delivery;

import dev.imas.core.model.Severity;
import dev.imas.core.platform.Tx;
import io.vertx.core.Future;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Says which messages wait, before they are queued. */
@FunctionalInterface
public interface Holding {

  /** Nothing waits. */
  Holding NONE = (tx, deliveries) -> Future.succeededFuture(deliveries);

  /**
   * @param deliveries of incidents, in their order
   * @return the same, each with its hold if it waits
   */
  Future<List<NewDelivery>> hold(Tx tx, List<NewDelivery> deliveries);

  /**
   * The receivers that are people in their quiet hours.
   *
   * @param severity of what they are told; a SEV1 does not wait
   */
  default Future<Map<UUID, Hold>> quiet(Tx tx, Collection<UUID> receivers, Severity severity) {
    return Future.succeededFuture(Map.of());
  }
}
