package dev.imas.core.scope;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.imas.core.http.Versioned;
import dev.imas.core.http.Warning;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An impact scope as it is shown (INC-20).
 *
 * @param mandatoryNotifyEmail mail addresses that are told in any case, in the order in which they
 *     were given
 * @param team whose on-call is told, too
 * @param labels matchers; an incident whose opening alert fits all of them gets the scope
 * @param actions what is to be done, in the words that its recipients read
 * @param regime the law by which incidents of it must be reported
 * @param warnings what surprises at night
 */
record ScopeView(
    UUID id,
    String name,
    String description,
    List<String> mandatoryNotifyEmail,
    @Nullable Team team,
    List<String> labels,
    String actions,
    @Nullable Integer legalClockHours,
    @Nullable String regime,
    boolean isActive,
    int version,
    Instant createdAt,
    Instant updatedAt,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Warning> warnings)
    implements Versioned {

  record Team(UUID id, String name) {}

  /** What is wrong with a scope that is right in form. */
  static List<Warning> warnings(boolean isActive, List<String> addresses, @Nullable Team team) {
    return isActive && addresses.isEmpty() && team == null
        ? List.of(
            Warning.of(
                "tells_nobody",
                "",
                "notifies nobody: give it addresses in mandatory_notify_email, or a team"))
        : List.of();
  }
}
