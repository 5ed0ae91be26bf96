package dev.imas.core.alert;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Counts of alerts by status, in total and by group.
 *
 * @param groups the groups with the most firing alerts; null if none were requested
 * @param others all further groups together
 */
record AlertCounts(
    @JsonUnwrapped Count count,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable List<Group> groups,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Others others) {

  record Count(long total, long firing, long resolved, long suppressed) {

    static final Count ZERO = new Count(0, 0, 0, 0);

    Count plus(Count more) {
      return new Count(
          total + more.total,
          firing + more.firing,
          resolved + more.resolved,
          suppressed + more.suppressed);
    }
  }

  /**
   * @param value the group's value; null for alerts without one
   */
  record Group(@Nullable String value, @JsonUnwrapped Count count) {}

  /**
   * @param groups how many groups
   */
  record Others(long groups, @JsonUnwrapped Count count) {}

  static AlertCounts of(Count count) {
    return new AlertCounts(count, null, null);
  }

  static AlertCounts of(List<Group> groups, Others others) {
    Count sum = others.count();
    for (Group group : groups) {
      sum = sum.plus(group.count());
    }
    return new AlertCounts(sum, List.copyOf(groups), others);
  }
}
