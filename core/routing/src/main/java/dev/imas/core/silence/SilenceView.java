package dev.imas.core.silence;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.imas.core.http.Versioned;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A silence as the API shows it.
 *
 * @param createdBy as the caller said
 * @param author who was authenticated
 * @param state active, pending or expired
 * @param hidesNow alerts that it hides now, counted up to {@link SilenceRepository#MOST_COUNTED}
 * @param hidInAll how often an alert began to be hidden by it
 * @param endsSoon whether it ends within 15 minutes while it hides alerts, which will page then
 * @param window the maintenance window that has made it; null: something else, or somebody
 * @param deploymentWindow the same of a deployment window
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
record SilenceView(
    UUID id,
    List<String> matchers,
    Instant startsAt,
    Instant endsAt,
    boolean endsWithAlerts,
    String comment,
    String createdBy,
    String author,
    String state,
    long hidesNow,
    long hidInAll,
    boolean endsSoon,
    @Nullable UUID window,
    @Nullable UUID deploymentWindow,
    int version,
    Instant createdAt,
    Instant updatedAt)
    implements Versioned {

  SilenceView {
    matchers = List.copyOf(matchers);
  }

  /** As the audit keeps it: without names, which its entry has by id. */
  record Audited(
      List<String> matchers,
      Instant startsAt,
      Instant endsAt,
      boolean endsWithAlerts,
      String comment,
      int version) {}

  Audited audited() {
    return new Audited(matchers, startsAt, endsAt, endsWithAlerts, comment, version);
  }
}
