package dev.imas.core.drill;

import static dev.imas.core.platform.Rows.instant;
import static dev.imas.core.platform.Rows.instantOrNull;
import static dev.imas.core.platform.Rows.tuple;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.imas.core.drill.DrillReport.Sent;
import dev.imas.core.drill.DrillReport.Step;
import dev.imas.core.drill.DrillReport.Summary;
import dev.imas.core.paging.Firing;
import dev.imas.core.paging.Walk;
import dev.imas.core.platform.Json;
import dev.imas.core.platform.Tx;
import io.vertx.sqlclient.Row;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Puts a drill's report together. Only on a virtual thread. */
final class ReportRepository {

  private static final TypeReference<List<Firing.Told>> TOLD = new TypeReference<>() {};

  private record Place(int round, int step) {}

  private record Gathered(Sent sent, @Nullable Instant acceptedAt) {}

  private static final String STEPS =
      """
      SELECT round, step, outcome, imagined_at, due_at, fired_at, people::text AS people, reasons::text AS reasons
        FROM drill_step WHERE drill_id = $1 ORDER BY round, step\
      """;

  private static final String MESSAGES =
      """
      SELECT m.round, m.step, m.name, m.user_id, m.channel, m.due_at, m.sent_at, m.delivery_id, d.status,
             CASE WHEN d.status = 'sent' THEN d.finished_at END AS accepted_at,
             CASE WHEN d.status <> 'sent' THEN d.last_error END AS last_error
        FROM drill_message m
        LEFT JOIN delivery d ON d.tenant_id = m.tenant_id AND d.id = m.delivery_id
       WHERE m.drill_id = $1 ORDER BY m.due_at, m.name, m.receiver_id\
      """;

  DrillReport of(Tx tx, Drill drill) {
    Map<Place, List<Gathered>> messages = messages(tx, drill.id());
    List<Step> steps = new ArrayList<>();
    Set<String> people = new LinkedHashSet<>();
    Set<String> unreachable = new LinkedHashSet<>();
    for (Row row : tx.connection().preparedQuery(STEPS).execute(tuple(drill.id())).await()) {
      Place place = new Place(row.getInteger("round"), row.getInteger("step"));
      for (Firing.Told told : Json.read(row.getString("people"), TOLD)) {
        (told.calls().isEmpty() ? unreachable : people).add(told.name());
      }
      steps.add(
          new Step(
              place.round + 1,
              place.step + 1,
              row.getString("outcome"),
              instant(row, "imagined_at"),
              instant(row, "due_at"),
              instant(row, "fired_at"),
              row.getString("people"),
              row.getString("reasons"),
              messages.getOrDefault(place, List.of()).stream().map(Gathered::sent).toList()));
    }
    boolean runs = drill.state() == Drill.State.RUNNING;
    boolean atEnd = drill.next().equals(Walk.END);
    return new DrillReport(
        drill.id(),
        new DrillReport.Policy(drill.policy(), drill.policyName(), drill.policyVersion()),
        new DrillReport.Named(drill.service(), drill.serviceName()),
        new DrillReport.Named(drill.team(), drill.teamName()),
        drill.severity(),
        drill.factor(),
        drill.sends(),
        drill.state().wireName(),
        drill.startedAt(),
        drill.startedBy(),
        drill.schedule().orElse(null),
        drill.endedAt().orElse(null),
        drill.endedBy().orElse(null),
        runs
            ? new DrillReport.Next(
                atEnd ? null : drill.next().round() + 1,
                atEnd ? null : drill.next().step() + 1,
                drill.dueAt())
            : null,
        summary(
            drill,
            List.copyOf(people),
            List.copyOf(unreachable),
            messages.values().stream().flatMap(List::stream).toList()),
        steps);
  }

  private Map<Place, List<Gathered>> messages(Tx tx, UUID drill) {
    Map<Place, List<Gathered>> messages = new HashMap<>();
    for (Row row : tx.connection().preparedQuery(MESSAGES).execute(tuple(drill)).await()) {
      Instant due = instant(row, "due_at");
      Instant accepted = instantOrNull(row, "accepted_at");
      String status = row.getString("status");
      Sent sent =
          new Sent(
              row.getString("name"),
              row.getUUID("user_id"),
              row.getString("channel"),
              due,
              status != null
                  ? status
                  : instantOrNull(row, "sent_at") == null ? "planned" : "not_sent",
              row.getUUID("delivery_id"),
              accepted == null ? null : seconds(due, accepted),
              row.getString("last_error"));
      messages
          .computeIfAbsent(
              new Place(row.getInteger("round"), row.getInteger("step")), p -> new ArrayList<>())
          .add(new Gathered(sent, accepted));
    }
    return messages;
  }

  private static Summary summary(
      Drill drill, List<String> people, List<String> unreachable, List<Gathered> messages) {
    Double first = null;
    Double slowest = null;
    int sent = 0;
    int accepted = 0;
    int failed = 0;
    for (Gathered one : messages) {
      sent += one.sent.delivery() == null ? 0 : 1;
      failed += one.sent.status().equals("dead") ? 1 : 0;
      Instant at = one.acceptedAt;
      Double seconds = one.sent.seconds();
      if (at != null && seconds != null) {
        accepted++;
        double since = seconds(drill.startedAt(), at);
        first = first == null || since < first ? since : first;
        slowest = slowest == null || seconds > slowest ? seconds : slowest;
      }
    }
    return new Summary(people, unreachable, sent, accepted, failed, first, slowest);
  }

  private static double seconds(Instant from, Instant to) {
    return Math.max(0, Duration.between(from, to).toMillis() / 1000.0);
  }
}
