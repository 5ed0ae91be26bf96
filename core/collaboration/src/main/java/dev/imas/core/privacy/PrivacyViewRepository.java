package dev.imas.core.privacy;

import static dev.imas.core.platform.Rows.tuple;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.imas.core.platform.Json;
import dev.imas.core.platform.Tx;
import dev.imas.core.privacy.PrivacyRequestView.CountView;
import dev.imas.core.privacy.PrivacyRequestView.ExportView;
import dev.imas.core.privacy.PrivacyRequestView.FindingsView;
import dev.imas.core.privacy.PrivacyRequestView.MentionView;
import dev.imas.core.privacy.PrivacyRequestView.PersonView;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What people are shown of requests. Only on a virtual thread. */
final class PrivacyViewRepository {

  private static final int MOST_MENTIONS = 1_000;

  private static final String NAMES = "SELECT id, username FROM user_account WHERE id = ANY ($1)";

  List<PrivacyRequestView> views(Tx tx, List<PrivacyRequest> requests, Instant now) {
    UUID[] people =
        requests.stream()
            .flatMap(r -> Stream.of(r.subject(), r.requestedBy(), r.confirmedBy(), r.closedBy()))
            .filter(Objects::nonNull)
            .distinct()
            .toArray(UUID[]::new);
    Map<UUID, String> names = new HashMap<>();
    tx.connection()
        .preparedQuery(NAMES)
        .execute(tuple((Object) people))
        .await()
        .forEach(row -> names.put(row.getUUID("id"), row.getString("username")));
    return requests.stream().map(request -> view(request, names, now)).toList();
  }

  private static PrivacyRequestView view(
      PrivacyRequest request, Map<UUID, String> names, Instant now) {
    return new PrivacyRequestView(
        request.id(),
        request.kind().wireName(),
        person(request.subject(), names),
        request.email(),
        request.note(),
        request.state().wireName(),
        request.state().isOpen() && now.isAfter(request.dueAt()),
        request.receivedAt(),
        request.dueAt(),
        request.extendedAt(),
        request.extensionReason(),
        person(request.requestedBy(), names),
        request.requestedAt(),
        person(request.confirmedBy(), names),
        request.confirmedAt(),
        person(request.closedBy(), names),
        request.closedAt(),
        request.outcomeNote(),
        request.proofSha256(),
        export(request, now),
        request.version());
  }

  private static @Nullable PersonView person(@Nullable UUID id, Map<UUID, String> names) {
    return id == null ? null : new PersonView(id, names.getOrDefault(id, ""));
  }

  private static @Nullable ExportView export(PrivacyRequest request, Instant now) {
    Instant made = request.exportMadeAt();
    Instant until = request.exportUntil();
    Long bytes = request.exportBytes();
    return made == null || until == null || bytes == null || !request.hasExport(now)
        ? null
        : new ExportView(made, until, bytes);
  }

  private static final String HITS =
      "SELECT treatment, table_name, column_name, place::text AS place, hits FROM personal_hits($1,"
          + " $2, $3)";

  /** Where the person occurs at present. It reads every text of the tenant. */
  FindingsView live(Tx tx, PrivacyRequest request) {
    List<CountView> erased = new ArrayList<>();
    List<MentionView> mentions = new ArrayList<>();
    for (Row row :
        tx.connection()
            .preparedQuery(HITS)
            .execute(tuple(request.subject(), request.email(), MOST_MENTIONS))
            .await()) {
      if (row.getString("treatment").equals("human")) {
        mentions.add(mention(row));
      } else {
        erased.add(
            new CountView(
                row.getString("table_name"), row.getString("column_name"), row.getLong("hits")));
      }
    }
    return new FindingsView(erased, mentions, true);
  }

  private static final String KEPT =
      """
      SELECT table_name, column_name, place::text AS place FROM privacy_mention WHERE request_id = $1 ORDER BY number\
      """;

  /** The texts that mentioned the person when the erasure was confirmed. */
  FindingsView kept(Tx tx, PrivacyRequest request) {
    List<MentionView> mentions = new ArrayList<>();
    tx.connection()
        .preparedQuery(KEPT)
        .execute(tuple(request.id()))
        .await()
        .forEach(row -> mentions.add(mention(row)));
    return new FindingsView(List.of(), mentions, false);
  }

  private static MentionView mention(Row row) {
    String table = row.getString("table_name");
    String key = row.getString("place");
    try {
      return new MentionView(
          table,
          row.getString("column_name"),
          key,
          MentionPath.of(table, Json.MAPPER.readTree(key)));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("jsonb is JSON", e);
    }
  }
}
