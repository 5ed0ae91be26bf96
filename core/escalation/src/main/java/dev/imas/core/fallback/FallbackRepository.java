package dev.imas.core.fallback;

import static dev.imas.core.platform.Rows.column;
import static dev.imas.core.platform.Rows.tuple;

import dev.imas.core.bus.PageContent;
import dev.imas.core.fallback.PageState.Fate;
import dev.imas.core.fallback.PageState.Told;
import dev.imas.core.http.Reference;
import dev.imas.core.incident.IncidentEvent;
import dev.imas.core.model.ChannelKind;
import dev.imas.core.model.Severity;
import dev.imas.core.platform.Json;
import dev.imas.core.platform.Tx;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/** Reads what the decision about pages needs, and stores the fallback contacts. */
final class FallbackRepository {

  /** Identifies a page: one moment of an incident. */
  record PageId(UUID incident, int eventSeq) {}

  /** A page with the content of its deliveries. */
  record Found(PageState state, PageContent content) {}

  /** A fallback contact, as the API shows it. */
  record NamedContact(UUID id, String name, String channel, UUID team, boolean isActive) {}

  private static final String[] CALLS =
      Stream.of(IncidentEvent.values())
          .filter(IncidentEvent::callsResponders)
          .map(IncidentEvent::wireName)
          .toArray(String[]::new);

  private static final String[] CALLS_ANEW =
      Stream.of(IncidentEvent.values())
          .filter(event -> event.callsResponders() && !event.repeats())
          .map(IncidentEvent::wireName)
          .toArray(String[]::new);

  // A later page that only the console accepted has called nobody.
  static final String PAGES =
      """
      SELECT d.incident_id, d.event_seq, d.event, d.urgency, d.receiver_id, d.channel, d.address, f.status, f.last_error,
             c.name, c.user_id,
             CASE WHEN row_number() OVER page = 1 THEN d.payload::text END AS payload,
             CASE WHEN row_number() OVER page = 1 AND d.event = ANY ($3::text[])
                  THEN EXISTS (SELECT FROM timeline t
                                WHERE t.incident_id = d.incident_id AND t.seq > d.event_seq AND t.type = 'STATUS_CHANGE'
                                  AND t.metadata ->> 'to' IN ('ACKNOWLEDGED', 'MITIGATED')) END AS is_taken_on,
             CASE WHEN row_number() OVER page = 1 AND d.event = ANY ($3::text[])
                  THEN EXISTS (SELECT FROM delivery n
                                WHERE n.incident_id = d.incident_id AND n.event_seq > d.event_seq
                                  AND n.event = ANY ($3::text[]) AND n.channel <> $4
                                  AND n.status IN ('sent', 'folded')
                                  AND (delivery_fate(n.tenant_id, n.id)).status = 'sent') END AS is_overtaken
        FROM unnest($1::uuid[], $2::int[]) AS p(incident_id, event_seq)
        JOIN delivery d ON d.incident_id = p.incident_id AND d.event_seq = p.event_seq
        CROSS JOIN LATERAL delivery_fate(d.tenant_id, d.id) AS f
        LEFT JOIN LATERAL (
          SELECT r.name, r.user_id FROM receiver r WHERE r.tenant_id = d.tenant_id AND r.id = d.receiver_id LIMIT 1) AS c ON true
      WINDOW page AS (PARTITION BY d.incident_id, d.event_seq ORDER BY d.created_at, d.id)
       ORDER BY d.incident_id, d.event_seq, d.created_at, d.id\
      """;

  /**
   * Call it with the incidents locked, so that nobody else decides about the same pages. A delivery
   * that ends meanwhile has an outcome of its own, which asks again.
   */
  Future<Map<PageId, Found>> pages(Tx tx, List<PageId> ids) {
    return tx.connection()
        .preparedQuery(PAGES)
        .execute(
            tuple(
                ids.stream().map(PageId::incident).toArray(UUID[]::new),
                ids.stream().map(PageId::eventSeq).toArray(Integer[]::new),
                CALLS,
                ChannelKind.CONSOLE))
        .map(FallbackRepository::found);
  }

  private static final String CALLED =
      """
      SELECT DISTINCT d.receiver_id AS id FROM delivery d
       WHERE d.tenant_id = current_tenant() AND d.incident_id = $1 AND d.receiver_id = ANY ($2)
         AND d.event = ANY ($3) AND d.status NOT IN ('dead', 'cancelled')
         AND d.event_seq >= (SELECT max(n.event_seq) FROM delivery n
                              WHERE n.tenant_id = d.tenant_id AND n.incident_id = d.incident_id AND n.event = ANY ($4))\
      """;

  /** Those of these receivers who were called to an incident since people were called anew. */
  Future<Set<UUID>> called(Tx tx, UUID incident, List<Receiver> receivers) {
    return tx.connection()
        .preparedQuery(CALLED)
        .execute(tuple(incident, column(receivers, Receiver::id, UUID[]::new), CALLS, CALLS_ANEW))
        .map(
            rows -> {
              Set<UUID> called = new HashSet<>();
              rows.forEach(row -> called.add(row.getUUID("id")));
              return called;
            });
  }

  private static final String CALLED_SINCE =
      """
      SELECT EXISTS (SELECT FROM delivery d
                      WHERE d.tenant_id = current_tenant() AND d.incident_id = $1 AND d.event_seq > $2
                        AND is_call(d.event, d.channel) AND d.status NOT IN ('dead', 'cancelled')) AS called\
      """;

  /** Whether a later moment called somebody: what becomes of that is asked by itself. */
  Future<Boolean> isCalledSince(Tx tx, UUID incident, int seq) {
    return tx.connection()
        .preparedQuery(CALLED_SINCE)
        .execute(tuple(incident, seq))
        .map(rows -> rows.iterator().next().getBoolean("called"));
  }

  private static final String TAKEN_BACK =
      """
      SELECT NOT EXISTS (SELECT FROM delivery d
                          WHERE d.tenant_id = current_tenant() AND d.incident_id = $1 AND d.event_seq = $2
                            AND is_call(d.event, d.channel) AND d.status <> 'cancelled')
             AND (EXISTS (SELECT FROM timer t WHERE t.kind = 'group-wait' AND t.subject = $1::text)
                  OR EXISTS (SELECT FROM delivery d
                              WHERE d.tenant_id = current_tenant() AND d.incident_id = $1 AND d.event_seq > $2
                                AND is_call(d.event, d.channel) AND d.status NOT IN ('dead', 'cancelled'))) AS taken_back\
      """;

  /**
   * Whether all of a page was cancelled, and a later one tells people: what becomes of that is
   * asked by itself.
   */
  Future<Boolean> isTakenBack(Tx tx, UUID incident, int seq) {
    return tx.connection()
        .preparedQuery(TAKEN_BACK)
        .execute(tuple(incident, seq))
        .map(rows -> rows.iterator().next().getBoolean("taken_back"));
  }

  private static Map<PageId, Found> found(RowSet<Row> rows) {
    Map<PageId, List<Row>> byPage = new LinkedHashMap<>();
    for (Row row : rows) {
      byPage
          .computeIfAbsent(
              new PageId(row.getUUID("incident_id"), row.getInteger("event_seq")),
              p -> new ArrayList<>())
          .add(row);
    }
    Map<PageId, Found> found = new LinkedHashMap<>();
    byPage.forEach(
        (id, ofPage) -> {
          Row first = ofPage.get(0);
          PageContent content = Json.read(first.getString("payload"), PageContent.class);
          found.put(
              id,
              new Found(
                  new PageState(
                      id.incident(),
                      id.eventSeq(),
                      first.getString("event"),
                      Severity.of(first.getInteger("urgency")),
                      isTrue(first, "is_taken_on"),
                      isTrue(first, "is_overtaken"),
                      ofPage.stream().map(FallbackRepository::told).toList()),
                  content));
        });
    return found;
  }

  private static boolean isTrue(Row row, String column) {
    return Boolean.TRUE.equals(row.getBoolean(column));
  }

  private static Told told(Row row) {
    UUID id = row.getUUID("receiver_id");
    String name = row.getString("name");
    Receiver receiver =
        id.equals(Receiver.CONSOLE.id())
            ? Receiver.CONSOLE
            : new Receiver(
                id,
                name == null ? "a removed contact" : name,
                row.getString("channel"),
                row.getString("address"),
                row.getUUID("user_id"));
    return new Told(receiver, fate(row.getString("status")), row.getString("last_error"));
  }

  private static Fate fate(String status) {
    return switch (status) {
      case "sent" -> Fate.ACCEPTED;
      case "dead", "cancelled" -> Fate.DEAD;
      default -> Fate.UNDER_WAY;
    };
  }

  private static final String TEAMS =
      """
      SELECT i.id AS incident_id, c.id, c.name, c.channel, c.address
        FROM incident i
        JOIN service s ON s.tenant_id = i.tenant_id AND s.id = i.service_id
        JOIN team_contact c ON c.tenant_id = s.tenant_id AND c.team_id = s.owner_team_id AND c.is_active
       WHERE i.id = ANY ($1)
       ORDER BY c.name, c.id\
      """;

  /** The active contacts of the owning team, by incident. */
  Future<Map<UUID, List<Receiver>>> teams(Tx tx, List<UUID> incidents) {
    return tx.connection()
        .preparedQuery(TEAMS)
        .execute(tuple((Object) incidents.toArray(UUID[]::new)))
        .map(
            rows -> {
              Map<UUID, List<Receiver>> teams = new HashMap<>();
              for (Row row : rows) {
                teams
                    .computeIfAbsent(row.getUUID("incident_id"), i -> new ArrayList<>())
                    .add(receiver(row));
              }
              return teams;
            });
  }

  private static final String OF_TENANT =
      """
      SELECT c.id, c.name, c.channel, c.address, c.team_id, c.is_active
        FROM fallback_contact f
        JOIN team_contact c ON c.tenant_id = f.tenant_id AND c.id = f.contact_id
       ORDER BY f.position\
      """;

  /** The tenant's active fallback contacts, in order. */
  Future<List<Receiver>> ofTenant(Tx tx) {
    return tx.connection()
        .preparedQuery(OF_TENANT)
        .execute()
        .map(
            rows -> {
              List<Receiver> receivers = new ArrayList<>();
              for (Row row : rows) {
                if (row.getBoolean("is_active")) {
                  receivers.add(receiver(row));
                }
              }
              return receivers;
            });
  }

  /** The tenant's fallback contacts as the API shows them, including inactive ones. */
  Future<List<NamedContact>> named(Tx tx) {
    return tx.connection()
        .preparedQuery(OF_TENANT)
        .execute()
        .map(
            rows -> {
              List<NamedContact> contacts = new ArrayList<>();
              for (Row row : rows) {
                contacts.add(
                    new NamedContact(
                        row.getUUID("id"),
                        row.getString("name"),
                        row.getString("channel"),
                        row.getUUID("team_id"),
                        row.getBoolean("is_active")));
              }
              return contacts;
            });
  }

  /** A contact that the reference at this place may mean. */
  record Match(int place, UUID contact) {}

  private static final String MATCHING =
      """
      SELECT (w.place - 1)::integer AS place, c.id
        FROM unnest($1::uuid[], $2::text[]) WITH ORDINALITY AS w(id, name, place)
        JOIN team_contact c ON true
        JOIN team t ON t.tenant_id = c.tenant_id AND t.id = c.team_id
       WHERE c.id = w.id OR lower(c.name) = lower(w.name) OR lower(t.name || '/' || c.name) = lower(w.name)
       ORDER BY w.place, c.id\
      """;

  /** Finds contacts by id, by name, or by {@code team/name}. */
  Future<List<Match>> matching(Tx tx, List<Reference> contacts) {
    return tx.connection()
        .preparedQuery(MATCHING)
        .execute(
            tuple(
                column(contacts, Reference::id, UUID[]::new),
                column(contacts, Reference::text, String[]::new)))
        .map(
            rows -> {
              List<Match> matches = new ArrayList<>();
              rows.forEach(
                  row -> matches.add(new Match(row.getInteger("place"), row.getUUID("id"))));
              return matches;
            });
  }

  private static final String CLEAR = "DELETE FROM fallback_contact";

  private static final String NAME =
      """
      INSERT INTO fallback_contact (tenant_id, contact_id, position)
      SELECT current_tenant(), n.contact_id, n.position
        FROM unnest($1::uuid[]) WITH ORDINALITY AS n(contact_id, position)\
      """;

  /** Replaces the fallback contacts. */
  Future<Void> replace(Tx tx, List<UUID> contacts) {
    return tx.connection()
        .preparedQuery(CLEAR)
        .execute()
        .compose(
            cleared ->
                tx.connection()
                    .preparedQuery(NAME)
                    .execute(tuple((Object) contacts.toArray(UUID[]::new))))
        .mapEmpty();
  }

  private static final String CHECK_IN_THE_END =
      "SET CONSTRAINTS fallback_contact_tenant_id_contact_id_fkey DEFERRED";

  /** A contact may be gone before the fallback names others, in this transaction. */
  Future<Void> checkInTheEnd(Tx tx) {
    return tx.connection().query(CHECK_IN_THE_END).execute().mapEmpty();
  }

  private static Receiver receiver(Row row) {
    return Receiver.ofTeam(
        row.getUUID("id"),
        row.getString("name"),
        row.getString("channel"),
        row.getString("address"));
  }
}
