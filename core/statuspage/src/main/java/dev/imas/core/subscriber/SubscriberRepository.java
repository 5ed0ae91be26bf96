package dev.imas.core.subscriber;

import static dev.imas.core.platform.Rows.instant;
import static dev.imas.core.platform.Rows.instantOrNull;
import static dev.imas.core.platform.Rows.time;
import static dev.imas.core.platform.Rows.tuple;

import dev.imas.core.bus.PageContent;
import dev.imas.core.http.ListRange;
import dev.imas.core.platform.Json;
import dev.imas.core.platform.Tx;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Stores subscribers, and what they are told. On a virtual thread. */
final class SubscriberRepository {

  // So that what is counted for one is not outdated by another who asks at the same moment.
  private static final String LOCK =
      "SELECT pg_advisory_xact_lock(hashtextextended('subscriptions ' || current_tenant(), 0))";

  // Who has confirmed, or has asked too often, is left as they are, and nothing is returned.
  private static final String ASK =
      """
      WITH new AS (
        SELECT CASE WHEN $2 ~* '@(gmail|googlemail)\\.com$'
                    THEN lower(replace(regexp_replace($2, '[+@].*$', ''), '.', '')) || '@gmail.com'
                    ELSE lower(regexp_replace($2, '\\+[^@]*@', '@'))
               END AS mailbox)
      INSERT INTO status_subscriber AS s (tenant_id, id, email, language, expires_at, created_at)
      SELECT current_tenant(), $1, $2, $3, $5, $4
        FROM new
       WHERE (SELECT coalesce(sum(o.asked), 0) FROM status_subscriber o
               WHERE o.mailbox = new.mailbox AND o.confirmed_at IS NULL AND o.expires_at > $4) < $6
         AND ((SELECT count(*) FROM (SELECT FROM status_subscriber LIMIT $7) AS a) < $7
              AND (SELECT count(*) FROM (SELECT FROM status_subscriber
                                          WHERE confirmed_at IS NULL AND expires_at > $4 LIMIT $8) AS u) < $8
              OR EXISTS (SELECT FROM status_subscriber WHERE lower(email) = lower($2)))
      ON CONFLICT (tenant_id, lower(email)) DO UPDATE
         SET asked = CASE WHEN s.expires_at <= $4 THEN 1 ELSE s.asked + 1 END,
             expires_at = excluded.expires_at, language = excluded.language
       WHERE s.confirmed_at IS NULL
      RETURNING id, asked\
      """;

  /**
   * @param ask which mail of this time it is, from 1
   */
  record Asked(UUID id, int ask) {}

  /**
   * Notes that somebody asks for mails to that address. Those who have not confirmed in time are
   * forgotten before, so that they take nobody's place.
   *
   * @param until when it can be confirmed
   * @param mostAsked mails to one mailbox in that time, by whichever of its addresses
   * @param most subscribers of the tenant, confirmed or not
   * @param mostAsking of these, not confirmed
   * @return empty if the address gets no mail for that: it has confirmed, its mailbox was asked too
   *     often, or there are too many
   */
  Optional<Asked> ask(
      Tx tx,
      UUID id,
      String email,
      String language,
      Instant now,
      Instant until,
      int mostAsked,
      long most,
      long mostAsking) {
    tx.connection().preparedQuery(LOCK).execute().await();
    tx.connection().preparedQuery(FORGET_ASKED).execute(tuple(time(now))).await();
    return tx
        .connection()
        .preparedQuery(ASK)
        .execute(tuple(id, email, language, time(now), time(until), mostAsked, most, mostAsking))
        .await()
        .stream()
        .findFirst()
        .map(row -> new Asked(row.getUUID("id"), row.getInteger("asked")));
  }

  private static final String CONFIRM =
      """
      UPDATE status_subscriber SET confirmed_at = coalesce(confirmed_at, $2)
       WHERE id = $1 AND (confirmed_at IS NOT NULL OR expires_at > $2)
         AND EXISTS (SELECT FROM status_page WHERE is_public AND subscriptions)\
      """;

  private static final String OPEN = "SELECT FROM status_page WHERE is_public AND subscriptions";

  /** Whether the public may subscribe. */
  boolean isOpen(Tx tx) {
    return tx.connection().preparedQuery(OPEN).execute().await().size() > 0;
  }

  /**
   * @return whether the subscription holds now; not while nobody may subscribe
   */
  boolean confirm(Tx tx, UUID id, Instant now) {
    return tx.connection().preparedQuery(CONFIRM).execute(tuple(id, time(now))).await().rowCount()
        > 0;
  }

  private static final String SELECT =
      "SELECT id, email, language, confirmed_at, refusals, created_at FROM status_subscriber";

  private static final String FIND =
      SELECT + " WHERE id = $1 AND (confirmed_at IS NOT NULL OR expires_at > $2)";

  /** One that has confirmed, or still can. */
  Optional<Subscriber> find(Tx tx, UUID id, Instant now) {
    return tx.connection().preparedQuery(FIND).execute(tuple(id, time(now))).await().stream()
        .findFirst()
        .map(SubscriberRepository::subscriber);
  }

  private static final String LIST =
      SELECT
          + " WHERE ($1::uuid IS NULL OR id < $1) AND ($3::text IS NULL OR lower(email) ="
          + " lower($3)) ORDER BY id DESC LIMIT $2";

  /** Who asked last comes first. */
  List<Subscriber> list(Tx tx, ListRange paging, @Nullable String email) {
    List<Subscriber> found = new ArrayList<>();
    tx.connection()
        .preparedQuery(LIST)
        .execute(tuple(paging.afterId(), paging.fetch(), email))
        .await()
        .forEach(row -> found.add(subscriber(row)));
    return found;
  }

  private static Subscriber subscriber(Row row) {
    return new Subscriber(
        row.getUUID("id"),
        row.getString("email"),
        row.getString("language"),
        instantOrNull(row, "confirmed_at"),
        row.getInteger("refusals"),
        instant(row, "created_at"));
  }

  private static final String DELETE = "DELETE FROM status_subscriber WHERE id = $1";

  /**
   * With the mails that wait.
   *
   * @return whether there was one
   */
  boolean delete(Tx tx, UUID id) {
    return tx.connection().preparedQuery(DELETE).execute(tuple(id)).await().rowCount() > 0;
  }

  /**
   * How many there are, and what became of the mails of the last days.
   *
   * @param waiting mails that are queued and not sent yet
   */
  record Counted(long confirmed, long unconfirmed, long waiting, long sent, long givenUp) {}

  private static final String COUNT =
      """
      SELECT count(*) FILTER (WHERE confirmed_at IS NOT NULL) AS confirmed,
             count(*) FILTER (WHERE confirmed_at IS NULL AND expires_at > $1) AS unconfirmed,
             (SELECT count(*) FROM status_mail) AS waiting,
             (SELECT coalesce(sum(sent), 0) FROM status_telling) AS sent,
             (SELECT coalesce(sum(given_up), 0) FROM status_telling) AS given_up
        FROM status_subscriber\
      """;

  Counted count(Tx tx, Instant now) {
    Row row =
        tx.connection().preparedQuery(COUNT).execute(tuple(time(now))).await().iterator().next();
    return new Counted(
        row.getLong("confirmed"),
        row.getLong("unconfirmed"),
        row.getLong("waiting"),
        row.getLong("sent"),
        row.getLong("given_up"));
  }

  private static final String TELL =
      """
      INSERT INTO status_telling (tenant_id, id, key, content, site, told_at, is_queued)
      SELECT current_tenant(), $1, $2, ($3::text)::jsonb, $4, $5, $6
       WHERE $6 OR EXISTS (SELECT FROM status_subscriber WHERE confirmed_at IS NOT NULL)
      ON CONFLICT (tenant_id, key) DO NOTHING\
      """;

  /**
   * Queues a telling for all who have confirmed, if there is anybody.
   *
   * @param key names it: told again, it is told once
   */
  void tell(Tx tx, UUID id, String key, PageContent content, String site, Instant at) {
    insert(tx, id, key, content, site, at, false);
  }

  private static final String MAIL =
      """
      INSERT INTO status_mail (tenant_id, telling_id, subscriber_id, place)
      VALUES (current_tenant(), $1, $2, 0)\
      """;

  /** Queues one mail to one subscriber, before what the others are told. */
  void tellOne(
      Tx tx, UUID subscriber, UUID id, String key, PageContent content, String site, Instant at) {
    if (insert(tx, id, key, content, site, at, true)) {
      tx.connection().preparedQuery(MAIL).execute(tuple(id, subscriber)).await();
    }
  }

  private static boolean insert(
      Tx tx, UUID id, String key, PageContent content, String site, Instant at, boolean isQueued) {
    return tx.connection()
            .preparedQuery(TELL)
            .execute(tuple(id, key, Json.write(content), site, time(at), isQueued))
            .await()
            .rowCount()
        > 0;
  }

  private static final String STOP_MAILS = "DELETE FROM status_mail";

  private static final String STOP_TELLINGS = "DELETE FROM status_telling WHERE NOT is_queued";

  /** Drops what waits. Mails go first, as where one ends: what it belongs to is locked after it. */
  void stop(Tx tx) {
    tx.connection().preparedQuery(STOP_MAILS).execute().await();
    tx.connection().preparedQuery(STOP_TELLINGS).execute().await();
  }

  private static final String FORGET_ASKED =
      "DELETE FROM status_subscriber WHERE confirmed_at IS NULL AND expires_at <= $1";

  private static final String FORGET_TOLD = "DELETE FROM status_telling WHERE told_at < $1";

  /**
   * @param now addresses that were not confirmed until then are removed
   * @param told what was told before is removed
   */
  void forget(Tx tx, Instant now, Instant told) {
    tx.connection().preparedQuery(FORGET_ASKED).execute(tuple(time(now))).await();
    tx.connection().preparedQuery(FORGET_TOLD).execute(tuple(time(told))).await();
  }
}
