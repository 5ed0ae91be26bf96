package dev.imas.core.chat;

import static dev.imas.core.platform.Rows.time;
import static dev.imas.core.platform.Rows.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imas.core.model.TenantId;
import dev.imas.core.platform.Json;
import dev.imas.core.platform.Tx;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Finds providers by their hooks and people by their chats, and remembers what was posted. */
final class HookRepository {

  /**
   * @param config the texts in it that are no secrets
   * @param sealedSecrets null: it has none
   */
  record Hook(
      TenantId tenant,
      UUID provider,
      Map<String, String> config,
      byte @Nullable [] sealedSecrets) {}

  private static final String FIND =
      "SELECT tenant_id, id, config, secrets_enc FROM find_hook($1, $2)";

  /**
   * Outside of any tenant.
   *
   * @param hook null: the only provider of that type
   * @return several, if there is no hook and more than one
   */
  Future<List<Hook>> find(Tx tx, String type, @Nullable UUID hook) {
    return tx.connection()
        .preparedQuery(FIND)
        .execute(tuple(type, hook))
        .map(
            rows -> {
              List<Hook> hooks = new ArrayList<>();
              for (Row row : rows) {
                Buffer sealed = row.getBuffer("secrets_enc");
                hooks.add(
                    new Hook(
                        new TenantId(row.getUUID("tenant_id")),
                        row.getUUID("id"),
                        texts(row.getString("config")),
                        sealed == null ? null : sealed.getBytes()));
              }
              return hooks;
            });
  }

  private static Map<String, String> texts(String config) {
    Map<String, String> texts = new HashMap<>();
    Json.read(config, JsonNode.class)
        .properties()
        .forEach(
            member -> {
              if (member.getValue().isTextual()) {
                texts.put(member.getKey(), member.getValue().textValue());
              }
            });
    return texts;
  }

  private static final String PERSON =
      """
      SELECT user_id AS id FROM user_contact
       WHERE channel = $1 AND address = $2 AND verified_at IS NOT NULL AND is_active
       LIMIT 2\
      """;

  /** The user to whom that address was verified to belong; empty if it is nobody, or several. */
  Future<Optional<UUID>> person(Tx tx, String channel, String address) {
    return tx.connection()
        .preparedQuery(PERSON)
        .execute(tuple(channel, address))
        .map(
            rows ->
                rows.size() == 1
                    ? Optional.of(rows.iterator().next().getUUID("id"))
                    : Optional.empty());
  }

  private static final String TAKE =
      """
      INSERT INTO callback_event (tenant_id, provider_id, event_id, at) VALUES (current_tenant(), $1, $2, $3)
      ON CONFLICT DO NOTHING\
      """;

  /**
   * @return whether it is posted for the first time
   */
  Future<Boolean> take(Tx tx, UUID provider, String event, Instant now) {
    return tx.connection()
        .preparedQuery(TAKE)
        .execute(tuple(provider, event, time(now)))
        .map(inserted -> inserted.rowCount() > 0);
  }

  private static final String FAIL =
      """
      UPDATE delivery SET status = 'dead', last_error = $3, finished_at = now()
       WHERE id = $1 AND provider_message_id = $2 AND status = 'sent'\
      """;

  /**
   * A message that counted as sent is dead: what follows from a dead delivery follows from this.
   *
   * @param message the vendor's id of it, so that an old report ends no later attempt
   */
  Future<Void> fail(Tx tx, UUID delivery, String message, String reason) {
    return tx.connection().preparedQuery(FAIL).execute(tuple(delivery, message, reason)).mapEmpty();
  }

  private static final String TAKEN =
      "SELECT 1 FROM callback_event WHERE provider_id = $1 AND event_id = $2";

  /** Whether the vendor has posted it. */
  Future<Boolean> isTaken(Tx tx, UUID provider, String event) {
    return tx.connection()
        .preparedQuery(TAKEN)
        .execute(tuple(provider, event))
        .map(rows -> rows.size() > 0);
  }

  /** A page that called a person's own number. */
  record Called(UUID incident, UUID user) {}

  private static final String CALLED =
      """
      SELECT d.incident_id, c.user_id
        FROM delivery d
        JOIN user_contact c ON c.tenant_id = d.tenant_id AND c.id = d.receiver_id AND c.channel = d.channel
                           AND c.address = d.address
       WHERE d.id = $1 AND d.channel = $2 AND d.address = $3 AND d.incident_id IS NOT NULL
         AND c.verified_at IS NOT NULL AND c.is_active\
      """;

  /**
   * Whom that delivery called about which incident; empty if it was no person, or another by now.
   */
  Future<Optional<Called>> called(Tx tx, UUID delivery, String channel, String number) {
    return tx.connection()
        .preparedQuery(CALLED)
        .execute(tuple(delivery, channel, number))
        .map(
            rows ->
                rows.size() == 0 ? Optional.empty() : Optional.of(called(rows.iterator().next())));
  }

  private static Called called(Row row) {
    return new Called(row.getUUID("incident_id"), row.getUUID("user_id"));
  }

  private static final String FORGET = "DELETE FROM callback_event WHERE at < $1";

  Future<Void> forget(Tx tx, Instant before) {
    return tx.connection().preparedQuery(FORGET).execute(tuple(time(before))).mapEmpty();
  }

  private static final String TEAMS =
      """
      SELECT t.id, t.name FROM team t
       WHERE ($1::text IS NULL AND t.id IN (SELECT m.team_id FROM team_member m WHERE m.user_id = $2))
          OR t.id::text = lower($1) OR lower(t.name) = lower($1)
       ORDER BY lower(t.name) LIMIT 5\
      """;

  record Team(UUID id, String name) {}

  /**
   * @param named by id or name; null: those that the person belongs to
   */
  Future<List<Team>> teams(Tx tx, @Nullable String named, UUID person) {
    return tx.connection()
        .preparedQuery(TEAMS)
        .execute(tuple(named, person))
        .map(
            rows -> {
              List<Team> teams = new ArrayList<>();
              rows.forEach(row -> teams.add(new Team(row.getUUID("id"), row.getString("name"))));
              return teams;
            });
  }
}
