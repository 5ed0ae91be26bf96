package dev.imas.core.source;

import static dev.imas.core.platform.Rows.instant;
import static dev.imas.core.platform.Rows.instantOrNull;
import static dev.imas.core.platform.Rows.tuple;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.imas.core.platform.Tx;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads what became of the subscriptions of Amazon SNS. Only for virtual threads. */
final class SnsSubscriptionRepository {

  /**
   * @param state held, pending, confirmed, failed or unsubscribed
   * @param toldAt when SNS wrote what led to it
   * @param error of the last attempt
   * @param confirmUrl that a person is to open, where none is opened by a notifier
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record SubscriptionView(
      String topic,
      String state,
      Instant toldAt,
      Instant changedAt,
      int attempts,
      @Nullable Instant nextAttemptAt,
      @Nullable String error,
      @Nullable String confirmUrl) {}

  /**
   * @param notAfter until when it counts; null while it is not there
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record CertificateView(
      String url,
      Instant askedAt,
      boolean isThere,
      @Nullable Instant notAfter,
      int attempts,
      @Nullable Instant nextAttemptAt,
      @Nullable String error) {}

  private static final String LIST =
      """
      SELECT topic, state, told_at, changed_at, attempts, due_at, error,
             CASE WHEN state = 'held' THEN confirm_url END AS confirm_url
        FROM sns_subscription
       WHERE source_id = $1
       ORDER BY topic COLLATE "C"
       LIMIT 1000\
      """;

  List<SubscriptionView> list(Tx tx, UUID source) {
    List<SubscriptionView> all = new ArrayList<>();
    tx.connection()
        .preparedQuery(LIST)
        .execute(tuple(source))
        .await()
        .forEach(
            row ->
                all.add(
                    new SubscriptionView(
                        row.getString("topic"),
                        row.getString("state"),
                        instant(row, "told_at"),
                        instant(row, "changed_at"),
                        row.getInteger("attempts"),
                        instantOrNull(row, "due_at"),
                        row.getString("error"),
                        row.getString("confirm_url"))));
    return all;
  }

  private static final String CERTIFICATES =
      """
      SELECT url, asked_at, der IS NOT NULL AS is_there, not_after, attempts, due_at, error
        FROM sns_certificate
       ORDER BY url COLLATE "C"
       LIMIT 1000\
      """;

  /** Those of the tenant: all of its sources share them. */
  List<CertificateView> certificates(Tx tx) {
    List<CertificateView> all = new ArrayList<>();
    tx.connection()
        .preparedQuery(CERTIFICATES)
        .execute()
        .await()
        .forEach(
            row ->
                all.add(
                    new CertificateView(
                        row.getString("url"),
                        instant(row, "asked_at"),
                        row.getBoolean("is_there"),
                        instantOrNull(row, "not_after"),
                        row.getInteger("attempts"),
                        instantOrNull(row, "due_at"),
                        row.getString("error"))));
    return all;
  }
}
