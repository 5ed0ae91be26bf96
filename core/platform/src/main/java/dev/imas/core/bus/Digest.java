package dev.imas.core.bus;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import dev.imas.core.model.Severity;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a receiver is told at once that had as much as its rate allows (docs/adr, "what a receiver
 * is sent"): the {@code digest} of a delivery's payload, written by the database.
 *
 * @param messages that were folded into it
 * @param incidents that these told of
 * @param over how many of the incidents are resolved by now
 * @param bySeverity the incidents by their last severity, SEV1 first
 * @param listed the most severe and among these the newest, ten at most
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record Digest(
    long messages,
    long incidents,
    long over,
    List<Long> bySeverity,
    Instant since,
    @Nullable Instant until,
    List<Listed> listed) {

  public Digest {
    bySeverity = List.copyOf(bySeverity);
    listed = List.copyOf(listed);
  }

  /**
   * @param event the last that was folded, as in {@link PageContent}
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record Listed(
      UUID id,
      @Nullable String shortId,
      @Nullable String title,
      Severity severity,
      @Nullable String service,
      String event,
      Instant at) {}
}
