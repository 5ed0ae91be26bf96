package dev.imas.core.bus;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import dev.imas.core.model.Severity;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One message about many incidents: for a receiver that has used up its rate (docs/adr, "what a
 * receiver is sent"), or of messages that were held. It is the {@code digest} of a delivery's
 * payload.
 *
 * @param messages how many messages were folded into it
 * @param incidents how many incidents these were about
 * @param over how many of the incidents are resolved by now
 * @param bySeverity numbers of incidents by their last severity, SEV1 first
 * @param listed at most ten or twenty incidents, the most severe first, and among equals the newest
 * @param collected what they are, for people: "your daily digest"; null: the receiver has used up
 *     its rate
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
    List<Listed> listed,
    @Nullable String collected) {

  public Digest(
      long messages,
      long incidents,
      long over,
      List<Long> bySeverity,
      Instant since,
      @Nullable Instant until,
      List<Listed> listed) {
    this(messages, incidents, over, bySeverity, since, until, listed, null);
  }

  public Digest {
    bySeverity = List.copyOf(bySeverity);
    listed = List.copyOf(listed);
  }

  /**
   * @param event the last event that was folded, as in {@link PageContent}
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
