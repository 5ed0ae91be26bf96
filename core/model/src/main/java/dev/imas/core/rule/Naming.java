package dev.imas.core.rule;

import dev.imas.core.model.Fingerprint;
import org.jspecify.annotations.Nullable;

/**
 * What is known of an alert's name, besides its labels.
 *
 * @param fingerprint of the alert; null where labels alone are routed
 * @param isWeak whether its sender gave it no name of its own, so that alerts of other problems
 *     share what it is called
 */
public record Naming(@Nullable Fingerprint fingerprint, boolean isWeak) {

  /** Of labels that somebody tries. */
  public static final Naming UNKNOWN = new Naming(null, false);

  /** Whether anything could be called that: a tool's default, or what a failed template leaves. */
  public static boolean saysNothing(String name) {
    return DefaultGrouping.ofName(name) == DefaultGrouping.ALERT;
  }

  /** Whether Grafana calls any rule that, of which the label {@code rulename} says which it is. */
  public static boolean isOfAnyRule(String name) {
    return DefaultGrouping.ofName(name) == DefaultGrouping.RULE;
  }
}
