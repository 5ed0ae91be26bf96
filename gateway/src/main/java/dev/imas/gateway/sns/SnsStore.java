package dev.imas.gateway.sns;

import static dev.imas.core.platform.Rows.time;
import static dev.imas.core.platform.Rows.tuple;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Pool;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What gateways and notifiers tell each other of SNS, through the database. */
public final class SnsStore {

  private static final String CERTIFICATE = "SELECT sns_certificate_at($1, $2, $3)";
  private static final String RECORD =
      "SELECT record_sns_subscription($1, $2, $3, $4, $5, $6, $7, $8)";

  private final Pool pool;

  public SnsStore(Pool pool) {
    this.pool = pool;
  }

  /** The certificate at this address; null where it is not there, and then it is asked for. */
  public Future<@Nullable Buffer> certificate(UUID tenant, String url, Instant now) {
    return pool.preparedQuery(CERTIFICATE)
        .execute(tuple(tenant, url, time(now)))
        .map(rows -> rows.iterator().next().getBuffer(0));
  }

  /**
   * @param message that was proven, and tells of a subscription
   * @param confirms whether a notifier confirms it
   */
  Future<Void> record(UUID tenant, UUID source, SnsMessage message, boolean confirms, Instant now) {
    boolean begins = message.kind() == SnsMessage.Kind.SUBSCRIPTION;
    return pool.preparedQuery(RECORD)
        .execute(
            tuple(
                tenant,
                source,
                message.topic(),
                message.id(),
                time(Instant.parse(message.timestamp())),
                begins ? (confirms ? "pending" : "held") : "unsubscribed",
                begins ? message.confirmUrl() : null,
                time(now)))
        .mapEmpty();
  }
}
