package dev.imas.core.rule;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;

/**
 * How a routing came about, small enough to be kept with every alert. The code is a smallint in the
 * database. Its bits are, from the lowest:
 *
 * <pre>
 *   0–3  service found: {@link ServiceFound}
 *   4    a rule named a service that the catalog does not hold
 *   5–6  severity found: {@link SeverityFound}
 *   7    the incident resolves with its last alert
 *   8    a rule, not the default, sets the labels to group by
 *   9    its sender gave it no name of its own
 *   10–12  what its sender said of the severity: {@link SentSeverity}
 *   13   a rule keeps it without opening an incident
 * </pre>
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record Decision(
    ServiceFound service,
    boolean ruleServiceMissing,
    SeverityFound severity,
    boolean autoResolve,
    boolean groupByRule,
    boolean weaklyNamed,
    SentSeverity sent,
    boolean recorded) {

  private static final ServiceFound[] SERVICES = ServiceFound.values();
  private static final SeverityFound[] SEVERITIES = SeverityFound.values();
  private static final int MISSING = 1 << 4;
  private static final int AUTO_RESOLVE = 1 << 7;
  private static final int GROUP_BY_RULE = 1 << 8;
  private static final int WEAKLY_NAMED = 1 << 9;
  private static final int SENT = 10;
  private static final int RECORDED = 1 << 13;

  /** Reads a stored code. */
  public static Decision of(int code) {
    return new Decision(
        SERVICES[code & 0xf],
        (code & MISSING) != 0,
        SEVERITIES[(code >>> 5) & 0x3],
        autoResolve(code),
        (code & GROUP_BY_RULE) != 0,
        (code & WEAKLY_NAMED) != 0,
        SentSeverity.ofCode((code >>> SENT) & 0x7),
        (code & RECORDED) != 0);
  }

  public short code() {
    return code(
        service,
        ruleServiceMissing,
        severity,
        autoResolve,
        groupByRule,
        weaklyNamed,
        sent,
        recorded);
  }

  static short code(
      ServiceFound service,
      boolean ruleServiceMissing,
      SeverityFound severity,
      boolean autoResolve,
      boolean groupByRule,
      boolean weaklyNamed,
      SentSeverity sent,
      boolean recorded) {
    return (short)
        (service.code()
            | (ruleServiceMissing ? MISSING : 0)
            | severity.code() << 5
            | (autoResolve ? AUTO_RESOLVE : 0)
            | (groupByRule ? GROUP_BY_RULE : 0)
            | (weaklyNamed ? WEAKLY_NAMED : 0)
            | sent.code() << SENT
            | (recorded ? RECORDED : 0));
  }

  /** Whether a rule keeps the alert without opening an incident, without unpacking the rest. */
  public static boolean isRecorded(int code) {
    return (code & RECORDED) != 0;
  }

  /** Whether the incident resolves with its last alert, without unpacking the rest. */
  public static boolean autoResolve(int code) {
    return (code & AUTO_RESOLVE) != 0;
  }
}
