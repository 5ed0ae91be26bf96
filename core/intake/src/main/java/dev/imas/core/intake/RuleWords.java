package dev.imas.core.intake;

import dev.imas.core.model.Labels;
import dev.imas.core.platform.Tx;
import dev.imas.core.rule.RuleActions;
import dev.imas.core.rule.RuleTimes;
import dev.imas.core.ruleset.ActingRuleSets;
import dev.imas.core.suppression.SuppressionSubject;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** What the rules that routed alerts say of them. Call it on a virtual thread. */
final class RuleWords {

  private final ActingRuleSets rules = new ActingRuleSets();

  /**
   * The same alerts with what their rules say of an incident.
   *
   * @param state whose transitions they are the alerts of
   */
  Map<UUID, AlertFacts> actions(Tx tx, Map<UUID, AlertFacts> alerts, IntakeState state) {
    Map<UUID, Instant> received = new HashMap<>();
    for (Transition t : state.transitions()) {
      if (t.kind().isFiring()) {
        received.merge(t.fingerprint(), t.receivedAt(), (a, b) -> a.isAfter(b) ? a : b);
      }
    }
    Map<UUID, AlertFacts> acted = new HashMap<>(alerts);
    for (AlertFacts alert : alerts.values()) {
      Instant at = received.get(alert.fingerprint());
      if (at != null) {
        RuleActions said = said(tx, alert, at);
        if (!said.equals(RuleActions.NONE)) {
          acted.put(alert.fingerprint(), alert.with(said));
        }
      }
    }
    return acted;
  }

  /**
   * When alerts are hidden. Their routing belongs to the episode, so it is asked as of its begin.
   *
   * @param firing those that fire
   */
  Map<UUID, RuleTimes> times(Tx tx, List<SuppressionSubject> firing, Map<UUID, AlertFacts> alerts) {
    Map<UUID, RuleTimes> times = new HashMap<>();
    for (SuppressionSubject subject : firing) {
      AlertFacts alert = alerts.get(subject.fingerprint());
      RuleTimes said = alert == null ? RuleTimes.NONE : said(tx, alert, alert.firstSeen()).times();
      if (!said.isNone()) {
        times.put(subject.fingerprint(), said);
      }
    }
    return times;
  }

  private RuleActions said(Tx tx, AlertFacts alert, Instant at) {
    return rules.actions(tx, alert.routed(), Labels.of(alert.labels()), at);
  }
}
