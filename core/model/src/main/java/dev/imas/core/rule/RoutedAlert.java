package dev.imas.core.rule;

import dev.imas.core.model.Labels;
import dev.imas.core.model.Severity;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An alert as it comes to the rules.
 *
 * @param sent the severity that the sender gave, if any
 * @param sourceDefault the severity if nobody else gives one
 * @param at when it was received, by which rules that ask for a time are judged
 * @param naming what it is called, by which it is grouped unless a rule says otherwise
 * @param origin the source that received it
 */
public record RoutedAlert(
    Labels labels,
    @Nullable Severity sent,
    Severity sourceDefault,
    Instant at,
    Naming naming,
    Origin origin) {

  /** Labels of which nothing else is known. */
  public static RoutedAlert of(
      Labels labels, @Nullable Severity sent, Severity sourceDefault, Instant at) {
    return new RoutedAlert(labels, sent, sourceDefault, at, Naming.UNKNOWN, Origin.UNKNOWN);
  }

  /** What the sender gave, or the source's own. */
  Severity severity() {
    return sent == null ? sourceDefault : sent;
  }
}
