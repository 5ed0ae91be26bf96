package dev.imas.core.paging;

import static dev.imas.core.platform.Rows.instant;
import static dev.imas.core.platform.Rows.instantOrNull;
import static dev.imas.core.platform.Rows.tuple;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import dev.imas.core.incident.EscalationLookup;
import dev.imas.core.incident.Incident;
import dev.imas.core.incident.IncidentEvent;
import dev.imas.core.model.ChannelKinds;
import dev.imas.core.platform.Json;
import dev.imas.core.platform.Tx;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads what escalation did, and which pages went out, for explanations. */
final class RecordRepository {

  /** An incident with more has its newest shown. */
  static final int MOST = 500;

  private static final String[] CALLS =
      Stream.of(IncidentEvent.values())
          .filter(IncidentEvent::calls)
          .map(IncidentEvent::wireName)
          .toArray(String[]::new);

  private static final TypeReference<List<Firing.Told>> PEOPLE = new TypeReference<>() {};

  /**
   * A step that was taken or passed over.
   *
   * @param seq of the timeline, under which its pages went out; null if it told nobody
   */
  record Taken(
      int run,
      int round,
      int step,
      @Nullable Integer seq,
      String status,
      Instant dueAt,
      Instant firedAt,
      List<Firing.Told> people,
      @Nullable String reason) {}

  private static final String TAKEN =
      """
      SELECT run, round, step, event_seq, status, due_at, fired_at, people::text AS people, reason
        FROM escalation_firing WHERE incident_id = $1
       ORDER BY fired_at DESC, run DESC, round DESC, step DESC LIMIT $2\
      """;

  private static final String LAST_PAGED =
      """
      SELECT DISTINCT ON (incident_id) incident_id, fired_at, people::text AS people
        FROM escalation_firing
       WHERE incident_id = ANY ($1) AND event_seq IS NOT NULL
       ORDER BY incident_id, fired_at DESC, run DESC, round DESC, step DESC\
      """;

  /** By incident, whom its last step that paged somebody has paged. */
  Future<Map<UUID, EscalationLookup.Paged>> lastPaged(Tx tx, Collection<UUID> incidents) {
    if (incidents.isEmpty()) {
      return Future.succeededFuture(Map.of());
    }
    return tx.connection()
        .preparedQuery(LAST_PAGED)
        .execute(tuple((Object) incidents.toArray(UUID[]::new)))
        .map(
            rows -> {
              Map<UUID, EscalationLookup.Paged> paged = new HashMap<>();
              for (Row row : rows) {
                List<String> names =
                    Json.read(row.getString("people"), PEOPLE).stream()
                        .filter(one -> !one.calls().isEmpty())
                        .map(Firing.Told::name)
                        .distinct()
                        .toList();
                paged.put(
                    row.getUUID("incident_id"),
                    new EscalationLookup.Paged(names, instant(row, "fired_at")));
              }
              return paged;
            });
  }

  /** In the order in which they were taken. */
  Future<List<Taken>> taken(Tx tx, UUID incident) {
    return tx.connection()
        .preparedQuery(TAKEN)
        .execute(tuple(incident, MOST))
        .map(
            rows -> {
              List<Taken> taken = new ArrayList<>();
              for (Row row : rows) {
                taken.add(
                    new Taken(
                        row.getInteger("run"),
                        row.getInteger("round"),
                        row.getInteger("step"),
                        row.getInteger("event_seq"),
                        row.getString("status"),
                        instant(row, "due_at"),
                        instant(row, "fired_at"),
                        Json.read(row.getString("people"), PEOPLE),
                        row.getString("reason")));
              }
              return taken.reversed();
            });
  }

  private static final String CHOSEN =
      "SELECT run, chosen::text AS chosen FROM escalation_run WHERE incident_id = $1";

  /** Why each run's policy was chosen, as it was written then. */
  Future<Map<Integer, JsonNode>> chosen(Tx tx, UUID incident) {
    return tx.connection()
        .preparedQuery(CHOSEN)
        .execute(tuple(incident))
        .map(
            rows -> {
              Map<Integer, JsonNode> chosen = new HashMap<>();
              rows.forEach(
                  row ->
                      chosen.put(
                          row.getInteger("run"),
                          Json.read(row.getString("chosen"), JsonNode.class)));
              return chosen;
            });
  }

  private static final String USERNAMES =
      "SELECT id, username FROM user_account WHERE id = ANY ($1) ORDER BY username";

  /** By user, in the order of their names. */
  Future<Map<UUID, String>> usernames(Tx tx, Collection<UUID> users) {
    return tx.connection()
        .preparedQuery(USERNAMES)
        .execute(tuple((Object) users.toArray(UUID[]::new)))
        .map(
            rows -> {
              Map<UUID, String> names = new LinkedHashMap<>();
              rows.forEach(row -> names.put(row.getUUID("id"), row.getString("username")));
              return names;
            });
  }

  /**
   * A page to one receiver, or an update that was held or shown by changing an earlier message.
   *
   * @param kind team, person or address; null for the console and for what was removed
   * @param user whose contact method it is
   * @param status of the delivery, or of the one that includes it
   * @param heldUntil until when it waits or has waited; null: it was not held
   * @param heldFor for what: grouped, daily, weekly or quiet_hours
   * @param foldedInto the message that tells what this one was to tell
   * @param shownIn the delivery whose message was changed, so that it tells this one's, too
   * @param providerMessageId the provider's id of the message that tells it
   * @param lastAnswer what the provider said last, where it was not accepted
   * @param acceptedAt when a provider took it
   * @param askedBy who asked for this page by hand; null: nobody did
   */
  record Sent(
      UUID delivery,
      int seq,
      String event,
      Instant at,
      UUID receiver,
      @Nullable String kind,
      @Nullable String name,
      @Nullable UUID user,
      String channel,
      String address,
      String status,
      int attempts,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Instant heldUntil,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String heldFor,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable UUID foldedInto,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable UUID shownIn,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String providerMessageId,
      @Nullable String lastAnswer,
      @Nullable Instant acceptedAt,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String askedBy) {}

  private static final String SENT =
      """
      SELECT d.id, d.event_seq, d.event, d.created_at, d.receiver_id, r.kind, r.name, r.user_id, d.channel, d.address,
             f.status, d.attempts, d.held_until, d.held_for, d.folded_into, d.shown_in, d.provider_message_id,
             coalesce(f.last_error, d.last_error) AS last_answer,
             CASE WHEN d.status = 'sent' THEN d.finished_at END AS accepted_at, a.author AS asked_by
        FROM delivery d
        CROSS JOIN LATERAL delivery_fate(d.tenant_id, d.id) AS f
        LEFT JOIN receiver r ON r.tenant_id = d.tenant_id AND r.id = d.receiver_id
        LEFT JOIN timeline a ON a.tenant_id = d.tenant_id AND a.incident_id = d.incident_id AND a.seq = d.event_seq
                            AND a.type = 'ESCALATION' AND a.author <> $4
       WHERE d.tenant_id = current_tenant() AND d.incident_id = $1 AND (d.event = ANY ($2) OR d.held_until IS NOT NULL OR d.shown_in IS NOT NULL)
       ORDER BY d.event_seq DESC, d.created_at DESC, d.id DESC LIMIT $3\
      """;

  /** The pages in order, and the updates that were held or shown by changing an earlier message. */
  Future<List<Sent>> sent(Tx tx, UUID incident, ChannelKinds channels) {
    return tx.connection()
        .preparedQuery(SENT)
        .execute(tuple(incident, CALLS, MOST, Incident.SYSTEM))
        .map(
            rows -> {
              List<Sent> sent = new ArrayList<>();
              for (Row row : rows) {
                sent.add(
                    new Sent(
                        row.getUUID("id"),
                        row.getInteger("event_seq"),
                        row.getString("event"),
                        instant(row, "created_at"),
                        row.getUUID("receiver_id"),
                        row.getString("kind"),
                        row.getString("name"),
                        row.getUUID("user_id"),
                        row.getString("channel"),
                        channels.shown(row.getString("channel"), row.getString("address")),
                        row.getString("status"),
                        row.getInteger("attempts"),
                        instantOrNull(row, "held_until"),
                        row.getString("held_for"),
                        row.getUUID("folded_into"),
                        row.getUUID("shown_in"),
                        row.getString("provider_message_id"),
                        row.getString("last_answer"),
                        instantOrNull(row, "accepted_at"),
                        row.getString("asked_by")));
              }
              return sent.reversed();
            });
  }
}
