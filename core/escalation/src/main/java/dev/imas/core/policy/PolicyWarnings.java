package dev.imas.core.policy;

import dev.imas.core.escalation.EscalationPolicy;
import dev.imas.core.escalation.EscalationStep;
import dev.imas.core.http.Warning;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** What may be meant, but surprises at night. Pure. */
final class PolicyWarnings {

  /** More steps than people keep in mind (ONC-10). */
  static final int FEW_STEPS = 5;

  private PolicyWarnings() {}

  /**
   * @param isOffered whether anything can be sent by that kind of channel now
   */
  static List<Warning> of(EscalationPolicy policy, Predicate<String> isOffered) {
    List<Warning> warnings = new ArrayList<>();
    if (policy.steps().size() > FEW_STEPS) {
      int steps = policy.steps().size();
      warnings.add(
          new Warning(
              "many_steps",
              "/steps",
              "has " + steps + " steps; people keep 3 to " + FEW_STEPS + " in mind",
              Map.of("steps", "" + steps, "few", "" + FEW_STEPS)));
    }
    EscalationStep first = policy.steps().getFirst();
    if (!first.delay().isZero()) {
      warnings.add(
          new Warning(
              "late_start",
              "/steps/0/after",
              "nobody is notified before " + first.delay() + " have passed",
              Map.of("after", first.delay().toString())));
    }
    boolean isForSome = !policy.severities().isEmpty() || !policy.labels().isEmpty();
    if (!isForSome && !policy.isDefault()) {
      warnings.add(
          Warning.of(
              "only_by_name",
              "/is_default",
              "is false and there are no severities or labels: it is used only where a service"
                  + " names it"));
    }
    if (isForSome && policy.isDefault()) {
      warnings.add(
          Warning.of(
              "default_without_effect",
              "/is_default",
              "has no effect beside severities or labels"));
    }
    for (int i = 0; i < policy.steps().size(); i++) {
      for (String channel : policy.steps().get(i).channels().stream().sorted().toList()) {
        if (!isOffered.test(channel)) {
          warnings.add(
              new Warning(
                  "no_provider",
                  "/steps/" + i + "/channels",
                  "nothing can be sent by "
                      + channel
                      + " now; add a provider, or people are notified by what else they have",
                  Map.of("channel", channel)));
        }
      }
    }
    return warnings;
  }
}
