package dev.imas.core.catalog;

import dev.imas.core.model.AddressPolicy;
import dev.imas.core.model.ChannelOffer;
import dev.imas.core.platform.Tx;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** What running notifiers say that they can send with. */
final class OfferRepository {

  private static final String OFFERS =
      "SELECT channels, webhook_allow, webhook_ports FROM offered_channels()";

  /** Empty when none runs, or none has said anything yet. */
  Future<List<ChannelOffer>> current(Tx tx) {
    return tx.connection()
        .preparedQuery(OFFERS)
        .execute()
        .map(
            rows -> {
              List<ChannelOffer> offers = new ArrayList<>();
              for (Row row : rows) {
                offers.add(
                    new ChannelOffer(
                        Set.of(row.getArrayOfStrings("channels")),
                        new AddressPolicy(List.of(row.getArrayOfStrings("webhook_allow"))),
                        Set.of(row.getArrayOfIntegers("webhook_ports"))));
              }
              return offers;
            });
  }
}
