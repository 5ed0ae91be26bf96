package dev.imas.notifier.card;

import dev.imas.core.model.TenantId;
import dev.imas.core.platform.Rows;
import dev.imas.core.platform.Tx;
import dev.imas.notifier.channel.Card;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Stores cards. Whoever changes one claims it first, and what became of it is stored under the
 * number of the claim. If the lease has run out meanwhile, nobody knows which change the vendor
 * carried out last, so the card counts as showing nothing and is changed once more.
 */
final class CardRepository {

  private static final String FIND =
      """
      SELECT provider_id, message_id, place FROM message_card
       WHERE incident_id = $1 AND receiver_id = $2 AND channel = $3 AND address = $4\
      """;

  /** The card at that address. */
  Future<Optional<Card>> find(Tx tx, CardKey key, String address) {
    return tx.connection()
        .preparedQuery(FIND)
        .execute(Rows.tuple(key.incident(), key.receiver(), key.channel(), address))
        .map(rows -> first(rows).map(CardRepository::card));
  }

  private static final String BEGIN =
      """
      WITH known AS (
        SELECT * FROM message_card
         WHERE incident_id = $1 AND receiver_id = $2 AND channel = $3 AND address = $4
           FOR NO KEY UPDATE),
      taken AS (
        UPDATE message_card c
           SET claims = c.claims + 1, busy_until = now() + $6::interval, wanted = $5, due_at = now() + $6::interval,
               scheduled_at = now()
          FROM known k
         WHERE c.tenant_id = k.tenant_id AND c.incident_id = k.incident_id AND c.receiver_id = k.receiver_id
           AND c.channel = k.channel AND k.shown < $5 AND k.wanted <= $5 AND k.busy_until <= now()
        RETURNING c.claims)
      SELECT k.provider_id, k.message_id, k.place, k.delivery_id, k.shown >= $5 AS is_shown,
             (SELECT t.claims FROM taken t) AS claim
        FROM known k\
      """;

  /** Claims the card for the state of that number, if none is newer. */
  Future<CardFinding> begin(Tx tx, CardKey key, String address, int seq, Duration lease) {
    return tx.connection()
        .preparedQuery(BEGIN)
        .execute(
            Rows.tuple(
                key.incident(), key.receiver(), key.channel(), address, seq, Rows.interval(lease)))
        .map(rows -> first(rows).map(row -> turn(row, seq)).orElseGet(CardFinding.None::new));
  }

  private static CardFinding turn(Row row, int seq) {
    UUID postedBy = row.getUUID("delivery_id");
    if (row.getBoolean("is_shown")) {
      return new CardFinding.Shown(card(row), postedBy);
    }
    Integer claim = row.getInteger("claim");
    return claim == null
        ? new CardFinding.Busy()
        : new CardFinding.Ours(card(row), postedBy, claim, seq);
  }

  Future<Void> store(Tx tx, CardKey key, CardChange change) {
    return switch (change) {
      case CardChange.None none -> Future.succeededFuture();
      case CardChange.Posted posted -> posted(tx, key, posted);
      case CardChange.Shown shown -> shown(tx, key, shown.turn());
      case CardChange.NotShown not -> failed(tx, key, not.turn(), not.again(), null);
    };
  }

  // What is wanted comes from the deliveries themselves: some are told in a digest, or not at all.
  private static final String POSTED =
      """
      INSERT INTO message_card AS c (tenant_id, incident_id, receiver_id, channel, address, provider_id, message_id, place,
                                     delivery_id, wanted, shown)
      SELECT current_tenant(), $1, $2, $3, $4, $5, $6, $7, $8,
             (SELECT max(d.event_seq) FROM delivery d
               WHERE d.tenant_id = current_tenant() AND d.incident_id = $1 AND d.receiver_id = $2
                 AND (d.held_for IS DISTINCT FROM 'take_back' OR d.status NOT IN ('held', 'cancelled'))), $9
      ON CONFLICT (tenant_id, incident_id, receiver_id, channel) DO UPDATE
         SET wanted = greatest(c.wanted, excluded.wanted), due_at = now(), scheduled_at = now(), tries = 0, last_error = NULL,
             address = CASE WHEN $10 OR c.address <> excluded.address THEN excluded.address ELSE c.address END,
             provider_id = CASE WHEN $10 OR c.address <> excluded.address THEN excluded.provider_id ELSE c.provider_id END,
             message_id = CASE WHEN $10 OR c.address <> excluded.address THEN excluded.message_id ELSE c.message_id END,
             place = CASE WHEN $10 OR c.address <> excluded.address THEN excluded.place ELSE c.place END,
             delivery_id = CASE WHEN $10 OR c.address <> excluded.address THEN excluded.delivery_id ELSE c.delivery_id END,
             shown = CASE WHEN $10 OR c.address <> excluded.address THEN excluded.shown ELSE c.shown END,
             claims = CASE WHEN $10 OR c.address <> excluded.address THEN c.claims + 1 ELSE c.claims END,
             busy_until = CASE WHEN $10 OR c.address <> excluded.address THEN '-infinity' ELSE c.busy_until END\
      """;

  private static Future<Void> posted(Tx tx, CardKey key, CardChange.Posted posted) {
    return tx.connection()
        .preparedQuery(POSTED)
        .execute(
            Rows.tuple(
                key.incident(),
                key.receiver(),
                key.channel(),
                posted.address(),
                posted.provider(),
                posted.message(),
                posted.place(),
                posted.delivery(),
                posted.seq(),
                posted.replaces()))
        .mapEmpty();
  }

  private static final String SHOWN =
      """
      UPDATE message_card
         SET shown = CASE WHEN claims = $4 THEN $5 ELSE -1 END,
             claims = CASE WHEN claims = $4 THEN claims ELSE claims + 1 END,
             busy_until = CASE WHEN claims = $4 THEN '-infinity' ELSE busy_until END,
             due_at = now(), scheduled_at = now(), tries = 0, last_error = NULL, updated_at = now()
       WHERE incident_id = $1 AND receiver_id = $2 AND channel = $3 AND message_id = $6\
      """;

  Future<Void> shown(Tx tx, CardKey key, CardFinding.Ours turn) {
    return tx.connection()
        .preparedQuery(SHOWN)
        .execute(
            Rows.tuple(
                key.incident(),
                key.receiver(),
                key.channel(),
                turn.claim(),
                turn.seq(),
                turn.card().message()))
        .mapEmpty();
  }

  private static final String FAILED =
      """
      UPDATE message_card
         SET busy_until = '-infinity', tries = tries + 1, last_error = coalesce($6, last_error), scheduled_at = now(),
             due_at = CASE WHEN wanted > $7 THEN now() WHEN $5::interval IS NULL THEN 'infinity' ELSE now() + $5::interval END
       WHERE incident_id = $1 AND receiver_id = $2 AND channel = $3 AND claims = $4\
      """;

  /**
   * Gives the card back unchanged.
   *
   * @param again after which it is tried again; null: only for a newer state
   */
  Future<Void> failed(
      Tx tx, CardKey key, CardFinding.Ours turn, @Nullable Duration again, @Nullable String error) {
    return tx.connection()
        .preparedQuery(FAILED)
        .execute(
            Rows.tuple(
                key.incident(),
                key.receiver(),
                key.channel(),
                turn.claim(),
                again == null ? null : Rows.interval(again),
                error,
                turn.seq()))
        .mapEmpty();
  }

  private static final String FORGET =
      """
      DELETE FROM message_card WHERE incident_id = $1 AND receiver_id = $2 AND channel = $3 AND claims = $4\
      """;

  /** The card cannot be changed any more: the next message becomes one. */
  Future<Void> forget(Tx tx, CardKey key, CardFinding.Ours turn) {
    return tx.connection()
        .preparedQuery(FORGET)
        .execute(Rows.tuple(key.incident(), key.receiver(), key.channel(), turn.claim()))
        .mapEmpty();
  }

  private static final String CLAIM =
      """
      SELECT tenant_id, incident_id, receiver_id, channel, address, provider_id, message_id, place, posted_by, claim, tries,
             delivery_id, event_seq, event, urgency, payload, created_at, locale, time_zone
        FROM claim_cards($1, $2::interval)\
      """;

  /** Claims cards of all tenants that do not show what they should. */
  Future<List<ClaimedCard>> claim(Tx tx, int most, Duration lease) {
    return tx.connection()
        .preparedQuery(CLAIM)
        .execute(Rows.tuple(most, Rows.interval(lease)))
        .map(
            rows -> {
              List<ClaimedCard> claimed = new ArrayList<>();
              rows.forEach(row -> claimed.add(claimed(row)));
              return claimed;
            });
  }

  private static ClaimedCard claimed(Row row) {
    UUID delivery = row.getUUID("delivery_id");
    return new ClaimedCard(
        new CardKey(
            new TenantId(row.getUUID("tenant_id")),
            row.getUUID("incident_id"),
            row.getUUID("receiver_id"),
            row.getString("channel")),
        card(row),
        row.getString("address"),
        row.getUUID("posted_by"),
        row.getInteger("claim"),
        row.getInteger("tries"),
        row.getInteger("event_seq"),
        delivery == null
            ? null
            : new ClaimedCard.Newest(
                delivery,
                Objects.requireNonNull(row.getString("event")),
                row.getInteger("urgency"),
                Objects.requireNonNull(row.getString("payload")),
                Rows.instant(row, "created_at"),
                row.getString("locale"),
                row.getString("time_zone")));
  }

  private static Card card(Row row) {
    return new Card(
        row.getUUID("provider_id"), row.getString("message_id"), row.getString("place"));
  }

  private static Optional<Row> first(RowSet<Row> rows) {
    return rows.size() == 0 ? Optional.empty() : Optional.of(rows.iterator().next());
  }
}
