package dev.imas.core.scope;

import dev.imas.core.rule.Matcher;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An impact scope, as far as incidents need it.
 *
 * @param labels all of which must fit the alert that opens an incident; none: people add it by hand
 * @param legalClockHours from the detection of an incident to its legal deadline
 * @param regime the law by which incidents of it must be reported
 */
record Scope(
    UUID id,
    String name,
    String actions,
    List<Matcher> labels,
    @Nullable Integer legalClockHours,
    @Nullable String regime,
    boolean isActive) {

  Scope {
    labels = List.copyOf(labels);
  }
}
