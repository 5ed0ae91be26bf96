package dev.imas.core.alert;

import com.fasterxml.jackson.annotation.JsonGetter;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonRawValue;
import dev.imas.core.model.Fingerprint;
import dev.imas.core.model.Severity;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An alert as the API shows it.
 *
 * @param labels a JSON object as stored, like annotations and details
 * @param count the number of accepted firings
 * @param firstSeen when the current episode began
 * @param number the alert's number within the tenant; null as long as the incident is
 * @param hiddenBy why it is not seen as burning; empty if nothing hides it
 * @param incident null until core has processed its first firing, a moment after it is accepted
 */
public record AlertView(
    Fingerprint fingerprint,
    String name,
    Status status,
    Severity severity,
    @JsonRawValue String labels,
    @JsonRawValue String annotations,
    @JsonRawValue String details,
    long count,
    Instant firstSeen,
    Instant lastSeen,
    Instant startsAt,
    @Nullable Instant endsAt,
    @Nullable Instant resolvedAt,
    int episode,
    Named source,
    Named service,
    @Nullable Incident incident,
    int ruleSetVersion,
    String groupKey,
    Instant createdAt,
    @Nullable Long number,
    List<SuppressedBy> hiddenBy,
    @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean isTest) {

  /** In the order of the numbers in the database, from 1. */
  public enum Status {
    FIRING,
    RESOLVED,
    SUPPRESSED;

    static Status of(int number) {
      return values()[number - 1];
    }

    short number() {
      return (short) (ordinal() + 1);
    }
  }

  public AlertView {
    hiddenBy = List.copyOf(hiddenBy);
  }

  /**
   * @param name null if it no longer exists
   */
  public record Named(UUID id, @Nullable String name) {}

  public record Incident(UUID id, String shortId) {}

  @JsonGetter("fingerprint")
  public String fingerprintText() {
    return fingerprint.toString();
  }
}
