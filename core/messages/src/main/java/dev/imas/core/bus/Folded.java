package dev.imas.core.bus;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import dev.imas.core.model.Severity;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Earlier messages that a page includes because they were not sent on their own. The database
 * writes them into the payload of the delivery that they were folded into (docs/adr, "what a
 * receiver is sent").
 *
 * @param earlier the first and the latest of these messages, oldest first
 * @param earlierCount the number of all of them
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record Folded(List<Moment> earlier, int earlierCount) {

  public static final Folded NOTHING = new Folded(List.of(), 0);

  public Folded(@Nullable List<Moment> earlier, int earlierCount) {
    this.earlier = earlier == null ? List.of() : List.copyOf(earlier);
    this.earlierCount = earlierCount;
  }

  /**
   * @param event as in {@link PageContent}
   */
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record Moment(String event, @Nullable Instant occurredAt, int urgency) {

    public Severity severity() {
      return Severity.of(Math.clamp(urgency, 1, 4));
    }
  }
}
