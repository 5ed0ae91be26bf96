package dev.imas.core.policy;

import dev.imas.core.escalation.EscalationPolicy;
import dev.imas.core.oncall.Interval;
import dev.imas.core.platform.Tx;
import dev.imas.core.policy.PolicyRepository.VersionView;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** The versions that policies had. Only on a virtual thread. */
public final class PastPolicies {

  /** Of one policy, the newest ones. Before the oldest of these, that one counts. */
  public static final int MOST_VERSIONS = 100;

  private final PolicyRepository policies = new PolicyRepository();

  /** A version, and since when it was in force. */
  public record Version(EscalationPolicy policy, Instant since) {}

  /** Those that were in force at some time of the range, the oldest first. */
  public List<Version> within(Tx tx, UUID policy, Interval range) {
    List<Version> versions = new ArrayList<>();
    for (VersionView version : policies.versions(tx, policy, null, MOST_VERSIONS)) {
      if (version.madeAt().isBefore(range.until())) {
        versions.addFirst(new Version(version.policy(), version.madeAt()));
        if (!version.madeAt().isAfter(range.from())) {
          break;
        }
      }
    }
    return versions;
  }
}
