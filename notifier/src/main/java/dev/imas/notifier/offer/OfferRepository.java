package dev.imas.notifier.offer;

import dev.imas.core.model.ChannelOffer;
import dev.imas.core.platform.Json;
import dev.imas.core.platform.Transactions;
import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/** This process's row among those of all notifiers. */
final class OfferRepository {

  private static final String OFFER =
      "SELECT offer_channels($1, $2, $3::text::jsonb, make_interval(secs => $4))";

  private static final String WITHDRAW = "SELECT withdraw_channels($1)";

  private final Transactions transactions;

  OfferRepository(Transactions transactions) {
    this.transactions = transactions;
  }

  /** The row is valid for that long; writing it again renews it. */
  Future<Void> offer(UUID notifier, ChannelOffer offer, Duration lease) {
    Tuple values =
        Tuple.tuple()
            .addUUID(notifier)
            .addArrayOfString(offer.channels().keySet().toArray(String[]::new))
            .addString(Json.write(reach(offer)))
            .addDouble(lease.toMillis() / 1000.0);
    return transactions.autocommit(
        tx -> tx.connection().preparedQuery(OFFER).execute(values).mapEmpty());
  }

  private static Map<String, Map<String, List<String>>> reach(ChannelOffer offer) {
    Map<String, Map<String, List<String>>> reach = new TreeMap<>();
    offer.channels().forEach((channel, limits) -> reach.put(channel, limits.limits()));
    return reach;
  }

  Future<Void> withdraw(UUID notifier) {
    return transactions.autocommit(
        tx -> tx.connection().preparedQuery(WITHDRAW).execute(Tuple.of(notifier)).mapEmpty());
  }
}
