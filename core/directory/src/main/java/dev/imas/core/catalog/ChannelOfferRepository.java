package dev.imas.core.catalog;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.imas.core.model.ChannelOffer;
import dev.imas.core.model.ChannelReach;
import dev.imas.core.platform.Json;
import dev.imas.core.platform.Tx;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads which channels the running notifiers offer. */
public final class ChannelOfferRepository {

  private static final TypeReference<Map<String, Map<String, List<String>>>> REACH =
      new TypeReference<>() {};

  private static final String OFFERS = "SELECT channels, reach::text FROM offered_channels()";

  /** The current offers; empty if no notifier runs or has reported yet. */
  public Future<List<ChannelOffer>> current(Tx tx) {
    return tx.connection()
        .preparedQuery(OFFERS)
        .execute()
        .map(
            rows -> {
              List<ChannelOffer> offers = new ArrayList<>();
              for (Row row : rows) {
                offers.add(offer(row));
              }
              return offers;
            });
  }

  private static ChannelOffer offer(Row row) {
    Map<String, Map<String, List<String>>> reach = Json.read(row.getString("reach"), REACH);
    Map<String, ChannelReach> channels = new HashMap<>();
    for (String channel : row.getArrayOfStrings("channels")) {
      channels.put(channel, new ChannelReach(reach.getOrDefault(channel, Map.of())));
    }
    return new ChannelOffer(channels);
  }
}
