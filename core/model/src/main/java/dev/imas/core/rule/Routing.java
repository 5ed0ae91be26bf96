package dev.imas.core.rule;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.imas.core.model.Severity;
import java.util.UUID;

/**
 * Where an alert goes.
 *
 * @param groupKey alerts with the same key share an open incident; at most {@link GroupKey#LONGEST}
 *     characters
 * @param rule index of the first rule that matched, -1 for none
 * @param decision how it came about, as a code for {@link Decision#of}
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record Routing(
    UUID serviceId,
    Severity severity,
    String groupKey,
    int ruleSetVersion,
    int rule,
    short decision) {

  /** {@link #rule} when no rule matched. */
  public static final int NO_RULE = -1;
}
