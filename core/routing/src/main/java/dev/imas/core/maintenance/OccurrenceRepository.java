package dev.imas.core.maintenance;

import static dev.imas.core.platform.Rows.instant;
import static dev.imas.core.platform.Rows.time;
import static dev.imas.core.platform.Rows.tuple;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.imas.core.maintenance.MaintenanceView.Named;
import dev.imas.core.model.UuidV7;
import dev.imas.core.planned.Occurrence;
import dev.imas.core.platform.Json;
import dev.imas.core.platform.Tx;
import dev.imas.core.rule.Matcher;
import dev.imas.core.suppression.Silence;
import dev.imas.core.suppression.SilenceText;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads the silences that are made of windows, and writes them by functions of the database. */
final class OccurrenceRepository {

  /** What a silence hides now is counted up to here. */
  private static final int MOST_COUNTED = 10_000;

  private static final TypeReference<List<String>> TEXTS = new TypeReference<>() {};

  /**
   * The silence of an occurrence.
   *
   * @param occurrence null: another has taken its place
   * @param matchers without the one that stands for services
   */
  record OfWindow(
      UUID window,
      UUID silence,
      @Nullable LocalDateTime occurrence,
      List<String> matchers,
      Set<UUID> services,
      boolean hidesSev1,
      String comment,
      Instant startsAt,
      Instant endsAt,
      long hides) {

    OfWindow {
      matchers = List.copyOf(matchers);
      services = Set.copyOf(services);
    }

    /** Whether it hides what the window says now. */
    boolean isSameAs(MaintenanceWindow window) {
      return matchers.equals(window.matchers())
          && services.equals(
              window.services().stream().map(Named::id).collect(Collectors.toUnmodifiableSet()))
          && hidesSev1 == window.hidesSev1();
    }
  }

  // What lasts and was ended by hand has to be known until its window would have ended it.
  private static final String READ =
      """
      SELECT s.window_id, s.id, s.occurrence, s.matchers, s.services, s.hides_sev1, s.comment, s.starts_at, s.ends_at,
             (SELECT count(*) FROM (SELECT FROM hidden_by b WHERE b.hider_id = s.id LIMIT $2) AS hidden) AS hides
        FROM silence s
        JOIN maintenance_window w ON w.tenant_id = s.tenant_id AND w.id = s.window_id
       WHERE s.window_id = ANY ($1)
         AND (s.ends_at > $3 OR s.starts_at > $3 - make_interval(secs => w.duration_seconds) - interval '1 day')
       ORDER BY s.starts_at\
      """;

  /** Those that have not ended, and those that have ended before their windows say so. */
  List<OfWindow> of(Tx tx, Collection<UUID> windows, Instant now) {
    List<OfWindow> found = new ArrayList<>();
    tx.connection()
        .preparedQuery(READ)
        .execute(tuple(windows.toArray(UUID[]::new), MOST_COUNTED, time(now)))
        .await()
        .forEach(row -> found.add(silence(row)));
    return found;
  }

  private static OfWindow silence(Row row) {
    return new OfWindow(
        row.getUUID("window_id"),
        row.getUUID("id"),
        row.getLocalDateTime("occurrence"),
        Json.read(row.getString("matchers"), TEXTS).stream()
            .filter(text -> !Matcher.parse(text).name().equals(Silence.Work.SERVICE_LABEL))
            .toList(),
        Set.of(row.getArrayOfUUIDs("services")),
        row.getBoolean("hides_sev1"),
        row.getString("comment"),
        instant(row, "starts_at"),
        instant(row, "ends_at"),
        row.getLong("hides"));
  }

  private static final String LOCK =
      "SELECT pg_advisory_xact_lock(hashtextextended('imas.maintenance.' || current_tenant(), 0))";

  /** Nobody else plans silences of the tenant's windows until the transaction ends. */
  void lock(Tx tx) {
    tx.connection().preparedQuery(LOCK).execute().await();
  }

  private static final String BEGIN =
      "SELECT put_occurrence(current_tenant(), $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12,"
          + " $13)";

  /**
   * @return false if the tenant has as many silences as it may have
   */
  boolean begin(Tx tx, MaintenanceWindow window, Occurrence occurrence, Instant now) {
    return tx.connection()
        .preparedQuery(BEGIN)
        .execute(
            tuple(
                UuidV7.at(now.toEpochMilli()),
                window.id(),
                occurrence.local(),
                Json.write(matchers(window)),
                window.services().stream().map(Named::id).toArray(UUID[]::new),
                window.hidesSev1(),
                time(occurrence.startsAt()),
                time(occurrence.endsAt()),
                "maintenance window " + window.name(),
                window.author(),
                window.said(),
                time(now),
                SilenceText.MOST_SILENCES))
        .await()
        .iterator()
        .next()
        .getBoolean(0);
  }

  private static List<String> matchers(MaintenanceWindow window) {
    List<Matcher> matchers =
        new ArrayList<>(window.matchers().stream().map(Matcher::parse).toList());
    if (!window.services().isEmpty()) {
      matchers.add(SilenceText.ofServices(window.services().stream().map(Named::name).toList()));
    }
    return SilenceText.canonical(matchers);
  }

  private static final String MOVE = "SELECT move_occurrence(current_tenant(), $1, $2, $3, $4, $5)";

  void move(Tx tx, UUID silence, MaintenanceWindow window, Occurrence to, Instant now) {
    tx.connection()
        .preparedQuery(MOVE)
        .execute(tuple(silence, time(to.startsAt()), time(to.endsAt()), window.said(), time(now)))
        .await();
  }

  private static final String END = "SELECT end_occurrence(current_tenant(), $1, $2)";

  void end(Tx tx, UUID silence, Instant now) {
    tx.connection().preparedQuery(END).execute(tuple(silence, time(now))).await();
  }
}
