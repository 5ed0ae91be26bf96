package dev.imas.core.freeze;

import com.fasterxml.jackson.annotation.JsonInclude;
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
 * A freeze, as the API shows it.
 *
 * @param startsAt of its first time, by the wall clock of its zone, as {@code endsAt}
 * @param next the times at which it is in force now or next, at most five
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
record FreezeView(
    UUID id,
    String name,
    String description,
    String startsAt,
    String endsAt,
    String timeZone,
    @Nullable String recurrence,
    List<String> except,
    List<String> tiers,
    List<Named> environments,
    List<Named> services,
    List<Named> teams,
    List<Named> exceptServices,
    List<Named> exceptRepositories,
    boolean observes,
    boolean emergencies,
    boolean isActive,
    State state,
    List<Next> next,
    int version,
    Instant createdAt,
    Instant updatedAt)
    implements Versioned {

  enum State {
    IN_FORCE,
    AHEAD,
    /** It does not come any more. */
    OVER,
    OFF;

    @JsonValue
    String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  record Next(Instant startsAt, Instant endsAt) {}

  record Named(UUID id, String name) {}

  FreezeView {
    except = List.copyOf(except);
    tiers = List.copyOf(tiers);
    environments = List.copyOf(environments);
    services = List.copyOf(services);
    teams = List.copyOf(teams);
    exceptServices = List.copyOf(exceptServices);
    exceptRepositories = List.copyOf(exceptRepositories);
    next = List.copyOf(next);
  }

  /** Its settings, as the audit keeps them. */
  Map<String, Object> settings() {
    Map<String, Object> settings = new LinkedHashMap<>();
    settings.put("name", name);
    settings.put("description", description);
    settings.put("starts_at", startsAt);
    settings.put("ends_at", endsAt);
    settings.put("time_zone", timeZone);
    if (recurrence != null) {
      settings.put("recurrence", recurrence);
    }
    settings.put("except", except);
    settings.put("tiers", tiers);
    settings.put("environments", ids(environments));
    settings.put("services", ids(services));
    settings.put("teams", ids(teams));
    settings.put("except_services", ids(exceptServices));
    settings.put("except_repositories", ids(exceptRepositories));
    settings.put("observes", observes);
    settings.put("emergencies", emergencies);
    settings.put("is_active", isActive);
    return settings;
  }

  private static List<UUID> ids(List<Named> of) {
    return of.stream().map(Named::id).toList();
  }
}
