package dev.imas.core.incident;

import dev.imas.core.http.Body;
import dev.imas.core.http.Query;
import dev.imas.core.model.Severity;
import org.jspecify.annotations.Nullable;

/**
 * The severity under the name that ticket systems give it: P1 to P4 are SEV1 to SEV4 (INC-06). What
 * is read and written as {@code severity} may be called {@code priority} too, but not both at once.
 */
final class Priority {

  /** The other name of the severity. */
  static final String MEMBER = "priority";

  private static final String SEVERITY = "severity";

  private Priority() {}

  /** The severity of a body; null if it has none. */
  static @Nullable Severity severity(Body body) {
    if (!body.has(MEMBER)) {
      return body.severity(SEVERITY);
    }
    if (body.has(SEVERITY)) {
      body.fault("/" + MEMBER, "means the same as severity; send only one of them");
    }
    return body.severity(MEMBER);
  }

  /** The name under which a body has the severity; null if it has none. */
  static @Nullable String named(Body body) {
    return body.has(MEMBER) ? MEMBER : body.has(SEVERITY) ? SEVERITY : null;
  }

  /** The severities by which a request filters; null if by none. */
  static Short @Nullable [] severities(Query query) {
    Short[] severities = query.severities(SEVERITY);
    Short[] priorities = query.severities(MEMBER);
    if (severities != null && priorities != null) {
      throw Query.fault(MEMBER, "priority means the same as severity; send only one of them");
    }
    return severities == null ? priorities : severities;
  }

  /** As it is shown, such as {@code P1}. */
  static String of(Severity severity) {
    return "P" + severity.number();
  }
}
