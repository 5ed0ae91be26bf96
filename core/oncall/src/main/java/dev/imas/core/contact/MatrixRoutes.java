package dev.imas.core.contact;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imas.core.access.Permission;
import dev.imas.core.contact.MatrixRepository.Stored;
import dev.imas.core.http.Api;
import dev.imas.core.http.Audit;
import dev.imas.core.http.Body;
import dev.imas.core.http.Part;
import dev.imas.core.http.SingleResource;
import dev.imas.core.http.SingleRoutes;
import dev.imas.core.http.Versioned;
import dev.imas.core.model.Medium;
import dev.imas.core.model.Severity;
import dev.imas.core.platform.Transactions;
import dev.imas.core.platform.Tx;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** {@code /notification-matrix}: how soon people without rules of their own are told (NTF-20). */
public final class MatrixRoutes {

  /** As the API has it: a row for each severity, the most severe first. */
  record Shown(List<Map<String, String>> rows, int version) implements Versioned {

    static Shown of(Stored stored) {
      return new Shown(
          stored.matrix().texts().entrySet().stream()
              .map(
                  row -> {
                    Map<String, String> shown = new LinkedHashMap<>();
                    shown.put("severity", row.getKey().name());
                    shown.putAll(row.getValue());
                    return shown;
                  })
              .toList(),
          stored.version());
    }
  }

  private final MatrixRepository matrices = new MatrixRepository();
  private final SingleRoutes<Shown, NotificationMatrix> routes;

  public MatrixRoutes(Transactions transactions) {
    this.routes = new SingleRoutes<>(transactions, new Matrix());
  }

  public void mount(Api api) {
    routes.mount(
        api, "/notification-matrix", Permission.NOTIFICATION_READ, Permission.NOTIFICATION_MANAGE);
  }

  /** The tenant's one. */
  public SingleRoutes<? extends Versioned, ?> single() {
    return routes;
  }

  private final class Matrix implements SingleResource<Shown, NotificationMatrix> {

    @Override
    public Audit.Subject subject() {
      return new Audit.Subject("notification_matrix", null);
    }

    @Override
    public Shown current(Tx tx) {
      return Shown.of(matrices.read(tx));
    }

    @Override
    public NotificationMatrix read(Body body) {
      return matrix(body.only("rows", "version"));
    }

    @Override
    public boolean replace(Tx tx, NotificationMatrix wanted, int version) {
      return matrices.write(tx, wanted, version);
    }
  }

  private static NotificationMatrix matrix(Body body) {
    Map<Severity, Map<Medium, Timing>> rows = new EnumMap<>(Severity.class);
    JsonNode list = body.present("rows");
    int count = Severity.values().length;
    if (list == null || !list.isArray() || list.size() != count) {
      body.fault("/rows", "must be a list of " + count + " rows, one for each severity");
      body.throwIfFaulty();
      return NotificationMatrix.USUAL;
    }
    for (int i = 0; i < list.size(); i++) {
      Part part = Part.of(list.get(i), "/rows/" + i, body::fault);
      if (part != null) {
        read(part, rows);
      }
    }
    body.throwIfFaulty();
    return new NotificationMatrix(rows);
  }

  private static void read(Part part, Map<Severity, Map<Medium, Timing>> rows) {
    part.only(
        Stream.concat(Stream.of("severity"), Stream.of(Medium.values()).map(Medium::wireName))
            .toArray(String[]::new));
    Severity severity =
        part.value(
            "severity",
            "a severity, SEV1 to SEV4",
            text -> Severity.parse(text).orElseThrow(IllegalArgumentException::new));
    Map<Medium, Timing> row = new EnumMap<>(Medium.class);
    for (Medium medium : Medium.values()) {
      String name = medium.wireName();
      if (medium != Medium.VOICE && !part.has(name)) { // older clients know no calls
        part.fault(name, "must be " + Timing.ALLOWED);
      }
      Timing timing =
          part.value(
              name,
              Timing.ALLOWED,
              text -> Timing.parse(text).orElseThrow(IllegalArgumentException::new));
      if (medium == Medium.VOICE && timing != null && !isForCalls(timing)) {
        part.fault(name, "must be at_once, within and a duration, or never");
      }
      row.put(medium, timing == null ? Timing.NEVER : timing);
    }
    if (severity == null) {
      if (!part.has("severity")) {
        part.fault("severity", "is missing; send one of SEV1 to SEV4");
      }
    } else if (rows.put(severity, row) != null) {
      part.fault("severity", "has a row already");
    }
  }

  /** No call tells of many incidents at once. */
  private static boolean isForCalls(Timing timing) {
    return timing.isPrompt() || timing.equals(Timing.NEVER);
  }
}
