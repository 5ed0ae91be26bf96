package dev.imas.core.suppression;

import dev.imas.core.model.Labels;
import dev.imas.core.model.Severity;
import dev.imas.core.rule.Matcher;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

/**
 * While an alert fires that the source matchers match, it hides the alerts that the target matchers
 * match and that have the same values of some labels. A label that neither has is the same in both,
 * as in Alertmanager.
 *
 * @param patience how long a target that comes first waits for a source; zero for not at all
 */
public record InhibitRule(
    UUID id,
    int version,
    String name,
    List<Matcher> source,
    List<Matcher> target,
    List<String> equal,
    Duration patience) {

  private static final String SEVERITY = "severity";

  public InhibitRule {
    source = List.copyOf(source);
    target = List.copyOf(target);
    equal = equal.stream().distinct().sorted().toList();
  }

  /** The same for alerts whose values of the equal labels are the same, and for others not. */
  UUID key(Labels labels) {
    MessageDigest digest;
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
    for (String name : equal) {
      String value = labels.get(name);
      byte[] bytes = (value == null ? "" : value).getBytes(StandardCharsets.UTF_8);
      digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).flip());
      digest.update(bytes);
    }
    ByteBuffer hash = ByteBuffer.wrap(digest.digest());
    return new UUID(hash.getLong(), hash.getLong());
  }

  /** A SEV1 waits only for a rule whose targets are chosen by their severity (decision D5). */
  boolean letsWait(Severity severity) {
    return !patience.isZero()
        && (severity != Severity.SEV1_CRITICAL
            || target.stream().anyMatch(m -> m.name().equals(SEVERITY)));
  }
}
