package dev.imas.core.rule;

import dev.imas.core.model.Labels;
import dev.imas.core.model.Severity;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How an alert was routed, as far as it is kept: enough to route it once more.
 *
 * @param ruleSet the version of the rules; 0 where there were none
 * @param rule the index of the first of them that matched; {@link Routing#NO_RULE} where none did
 * @param decision how that came about
 * @param severity how severe it was routed as
 * @param sourceDefault the default of its source today; null where there is none any more
 * @param origin its source today
 */
public record PastRouting(
    int ruleSet,
    int rule,
    Decision decision,
    Severity severity,
    @Nullable Severity sourceDefault,
    Origin origin) {

  /** By no rules, from a source that nobody knows. */
  public static final PastRouting NONE = by(0, Routing.NO_RULE);

  /** Of which nothing is known but the rule. */
  public static PastRouting by(int ruleSet, int rule) {
    return new PastRouting(
        ruleSet, rule, Decision.of(0), Severity.SEV3_MEDIUM, null, Origin.UNKNOWN);
  }

  /** Whether it must be guessed what the sender said of the severity, since a rule had another. */
  public boolean guessesSeverity() {
    return decision.sent() == SentSeverity.NOT_KEPT
        && (decision.severity() == SeverityFound.RULE_OVERRIDE
            || decision.severity() == SeverityFound.RULE_MAPPING);
  }

  /**
   * The alert as it came then.
   *
   * @param at when it was received
   */
  public RoutedAlert alert(Labels labels, Instant at, Naming naming) {
    boolean countedDefault = decision.severity() == SeverityFound.SOURCE_DEFAULT;
    return new RoutedAlert(
        labels,
        sent(labels),
        countedDefault || sourceDefault == null ? severity : sourceDefault,
        at,
        naming,
        origin);
  }

  private @Nullable Severity sent(Labels labels) {
    if (decision.sent() != SentSeverity.NOT_KEPT) {
      return decision.sent().severity().orElse(null);
    }
    return switch (decision.severity()) {
      case SENDER_LABEL -> severity;
      case SOURCE_DEFAULT -> null;
      case RULE_OVERRIDE, RULE_MAPPING -> {
        String label = labels.get("severity");
        yield label == null ? null : Severity.parse(label).orElse(null);
      }
    };
  }
}
