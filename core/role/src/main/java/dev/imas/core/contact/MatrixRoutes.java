package dev.imas.core.contact;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imas.core.access.Permission;
import dev.imas.core.contact.MatrixRepository.Stored;
import dev.imas.core.http.Answer;
import dev.imas.core.http.Api;
import dev.imas.core.http.Audit;
import dev.imas.core.http.Body;
import dev.imas.core.http.Call;
import dev.imas.core.http.Constraints;
import dev.imas.core.http.Part;
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

  private static final Audit.Subject SUBJECT = new Audit.Subject("notification_matrix", null);

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

  private final Transactions transactions;
  private final MatrixRepository matrices = new MatrixRepository();

  public MatrixRoutes(Transactions transactions) {
    this.transactions = transactions;
  }

  public void mount(Api api) {
    api.get("/notification-matrix", Permission.NOTIFICATION_READ, this::get);
    api.put("/notification-matrix", Permission.NOTIFICATION_MANAGE, this::put);
  }

  private Answer get(Call call) {
    return Answer.versioned(transactions.call(call.tenant(), tx -> Shown.of(matrices.read(tx))));
  }

  private Answer put(Call call) {
    int version = call.expectedVersion();
    Body body = call.body();
    return Answer.versioned(transactions.call(call.tenant(), tx -> write(tx, call, version, body)));
  }

  /** The matrix in force. */
  public Versioned read(Tx tx) {
    return Shown.of(matrices.read(tx));
  }

  /**
   * Replaces it.
   *
   * @param version that it must still have
   */
  public Versioned write(Tx tx, Call call, int version, Body body) {
    NotificationMatrix wanted = matrix(body.only("rows", "version"));
    Stored before = matrices.read(tx);
    if (before.version() != version || !matrices.write(tx, wanted, version)) {
      throw Constraints.overtaken();
    }
    Shown after = Shown.of(matrices.read(tx));
    call.audit(tx, Audit.Change.update(SUBJECT, Shown.of(before), after));
    return after;
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
