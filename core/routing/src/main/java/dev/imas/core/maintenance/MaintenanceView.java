package dev.imas.core.maintenance;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.imas.core.http.Versioned;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A window of planned work, as the API shows it.
 *
 * @param startsAt of the first occurrence, by the wall clock of its zone
 * @param hidesNow how many alerts it hides now, counted up to 10,000
 * @param next the occurrences under way or to come, at most five
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
record MaintenanceView(
    UUID id,
    String name,
    String comment,
    List<String> matchers,
    List<Named> services,
    String startsAt,
    String timeZone,
    String duration,
    boolean endsByClock,
    @Nullable String recurrence,
    List<String> except,
    @JsonProperty("hides_sev1") boolean hidesSev1,
    boolean isActive,
    State state,
    long hidesNow,
    List<Next> next,
    int version,
    Instant createdAt,
    Instant updatedAt)
    implements Versioned {

  enum State {
    /** The work is being done. */
    UNDER_WAY,
    AHEAD,
    /** None comes any more. */
    OVER,
    OFF;

    @JsonValue
    String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * An occurrence.
   *
   * @param silence that hides alerts then; null if it is not made yet
   * @param hasEnded whether somebody has ended it early
   */
  @JsonInclude(JsonInclude.Include.ALWAYS)
  record Next(Instant startsAt, Instant endsAt, @Nullable UUID silence, boolean hasEnded) {}

  record Named(UUID id, String name) {}

  MaintenanceView {
    matchers = List.copyOf(matchers);
    services = List.copyOf(services);
    except = List.copyOf(except);
    next = List.copyOf(next);
  }

  /** Its settings, as the audit keeps them. */
  Map<String, Object> settings() {
    Map<String, Object> settings = new LinkedHashMap<>();
    settings.put("name", name);
    settings.put("comment", comment);
    settings.put("matchers", matchers);
    settings.put("services", services.stream().map(Named::id).toList());
    settings.put("starts_at", startsAt);
    settings.put("time_zone", timeZone);
    settings.put("duration", duration);
    settings.put("ends_by_clock", endsByClock);
    if (recurrence != null) {
      settings.put("recurrence", recurrence);
    }
    settings.put("except", except);
    settings.put("hides_sev1", hidesSev1);
    settings.put("is_active", isActive);
    return settings;
  }
}
