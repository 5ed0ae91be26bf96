package dev.imas.core.incident;

import dev.imas.core.platform.Tx;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.function.BiFunction;

/** What somebody does to an incident that the transaction has locked. */
@FunctionalInterface
interface Doing {

  /** Fails with a CONFLICT that names the current status if that does not allow it. */
  Future<Step> step(Tx tx, Incident incident, Instant at);

  /** The same, whose timeline entry has the id of whoever does it. */
  default Doing signed(Author author) {
    return (tx, incident, at) -> step(tx, incident, at).map(author::sign);
  }

  /** What needs to know nothing but the incident. */
  static Doing of(BiFunction<Incident, Instant, Step> doing) {
    return (tx, incident, at) -> Future.succeededFuture(doing.apply(incident, at));
  }
}
