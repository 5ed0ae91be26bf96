package dev.imas.core.rule;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.imas.core.model.Severity;
import dev.imas.core.model.TestSpace;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Where an alert goes.
 *
 * @param groupKey alerts with the same key share an open incident; at most {@link GroupKey#LONGEST}
 *     characters, and of a test a few more
 * @param rule index of the first rule that matched, -1 for none
 * @param decision how it came about, as a code for {@link Decision#of}
 * @param dropped by which rule, and why; null for an alert that is kept. The rest says where it
 *     would go without that rule's drop
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record Routing(
    UUID serviceId,
    Severity severity,
    String groupKey,
    int ruleSetVersion,
    int rule,
    short decision,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Dropped dropped) {

  /**
   * @param rule its index
   * @param name of the rule
   * @param why for people
   */
  public record Dropped(int rule, String name, String why) {}

  public Routing(
      UUID serviceId,
      Severity severity,
      String groupKey,
      int ruleSetVersion,
      int rule,
      short decision) {
    this(serviceId, severity, groupKey, ruleSetVersion, rule, decision, null);
  }

  /** The same of a test, whose groups are apart from real ones. */
  public Routing asTest() {
    return new Routing(
        serviceId, severity, TestSpace.key(groupKey), ruleSetVersion, rule, decision, dropped);
  }

  /** {@link #rule} when no rule matched. */
  public static final int NO_RULE = -1;
}
