package dev.imas.core.delivery;

import dev.imas.core.platform.Tx;
import io.vertx.core.Future;
import java.util.List;

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
}
