package dev.imas.core.contact;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.imas.core.model.Medium;
import dev.imas.core.model.Severity;
import dev.imas.core.platform.Json;
import java.time.Duration;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;

/** How soon people without rules of their own are told, by severity and medium (NTF-20). */
public record NotificationMatrix(Map<Severity, Map<Medium, Timing>> rows) {

  private static final TypeReference<Map<Severity, Map<String, String>>> JSON =
      new TypeReference<>() {};

  /** What a tenant has that has changed nothing. */
  public static final NotificationMatrix USUAL =
      new NotificationMatrix(
          Map.of(
              Severity.SEV1_CRITICAL,
              row(Timing.AT_ONCE, Timing.AT_ONCE, Timing.AT_ONCE),
              Severity.SEV2_HIGH,
              row(
                  new Timing.Within(Duration.ofMinutes(5)),
                  new Timing.Within(Duration.ofMinutes(10)),
                  Timing.NEVER),
              Severity.SEV3_MEDIUM,
              row(Timing.GROUPED, Timing.DAILY, Timing.NEVER),
              Severity.SEV4_LOW,
              row(Timing.GROUPED, Timing.WEEKLY, Timing.NEVER)));

  public NotificationMatrix {
    Map<Severity, Map<Medium, Timing>> copied = new EnumMap<>(Severity.class);
    rows.forEach((severity, row) -> copied.put(severity, new EnumMap<>(row)));
    rows = copied;
  }

  private static Map<Medium, Timing> row(Timing chat, Timing email, Timing sms) {
    return Map.of(
        Medium.CHAT, chat, Medium.EMAIL, email, Medium.SMS, sms, Medium.VOICE, Timing.NEVER);
  }

  public Timing timing(Severity severity, Medium medium) {
    Map<Medium, Timing> row = rows.getOrDefault(severity, Map.of());
    return row.getOrDefault(medium, Timing.NEVER);
  }

  /** As JSON and the database have it: severities, then media, with the texts of timings. */
  Map<Severity, Map<String, String>> texts() {
    Map<Severity, Map<String, String>> texts = new EnumMap<>(Severity.class);
    for (Severity severity : Severity.values()) {
      Map<String, String> row = new LinkedHashMap<>();
      for (Medium medium : Medium.values()) {
        row.put(medium.wireName(), timing(severity, medium).text());
      }
      texts.put(severity, row);
    }
    return texts;
  }

  /** Reads what was stored. A timing that a later version may have written counts as at once. */
  public static NotificationMatrix read(String json) {
    Map<Severity, Map<String, String>> stored = Json.read(json, JSON);
    Map<Severity, Map<Medium, Timing>> rows = new EnumMap<>(Severity.class);
    stored.forEach(
        (severity, row) -> {
          Map<Medium, Timing> timings = new EnumMap<>(Medium.class);
          for (Medium medium : Medium.values()) {
            String text = row.get(medium.wireName());
            if (text != null) {
              timings.put(medium, Timing.parse(text).orElse(Timing.AT_ONCE));
            }
          }
          rows.put(severity, timings);
        });
    return new NotificationMatrix(rows);
  }
}
