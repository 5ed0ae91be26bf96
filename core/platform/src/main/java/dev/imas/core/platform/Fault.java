package dev.imas.core.platform;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The one exception that crosses packages: something that the caller can understand and often
 * correct. It is rendered as RFC 9457 problem details. Any other exception is a bug of IMAS and
 * becomes a 500 without details.
 */
public final class Fault extends RuntimeException {

  /** The kind gives the problem its type, title and status. */
  public enum Kind {
    BAD_REQUEST(400, "Bad request"),
    UNAUTHENTICATED(401, "Authentication required"),
    FORBIDDEN(403, "Not allowed"),
    NOT_FOUND(404, "Not found"),
    METHOD_NOT_ALLOWED(405, "Method not allowed"),
    NOT_ACCEPTABLE(406, "Not acceptable"),
    TIMED_OUT(408, "Request took too long to arrive"),
    CONFLICT(409, "Conflict"),
    GONE(410, "Gone"),
    PRECONDITION_FAILED(412, "Precondition failed"),
    TOO_LARGE(413, "Body too large"),
    UNSUPPORTED_MEDIA_TYPE(415, "Unsupported media type"),
    INVALID(422, "Invalid"),
    UPGRADE_REQUIRED(426, "Upgrade required"),
    PRECONDITION_REQUIRED(428, "Precondition required"),
    TOO_MANY_REQUESTS(429, "Too many requests"),
    UNAVAILABLE(503, "Temporarily unavailable"),
    INTERNAL(500, "Internal error");

    private final int status;
    private final String title;

    Kind(int status, String title) {
      this.status = status;
      this.title = title;
    }

    public int status() {
      return status;
    }

    public String title() {
      return title;
    }

    /** The problem's stable code and the last part of its type, such as {@code not_found}. */
    public String code() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  private static final int MOST_DETAILS = 100;

  private final Kind kind;
  private final String detail;
  private final @Nullable String pointer;
  private final int retryAfterSeconds;
  private final Map<String, List<String>> details;
  private final Map<String, Object> members;

  private Fault(
      Kind kind,
      String detail,
      @Nullable String pointer,
      int retryAfterSeconds,
      Map<String, List<String>> details,
      Map<String, Object> members) {
    // It has no stack trace: a fault is a response, and misbehaving senders cause thousands of
    // them.
    super(detail, null, false, false);
    this.kind = kind;
    this.detail = detail;
    this.pointer = pointer;
    this.retryAfterSeconds = retryAfterSeconds;
    this.details = Map.copyOf(details);
    this.members = Map.copyOf(members);
  }

  public static Fault of(Kind kind, String detail) {
    return new Fault(kind, detail, null, 0, Map.of(), Map.of());
  }

  /**
   * @param pointer an RFC 6901 pointer into the request's body, or the parameter's name
   */
  public static Fault at(Kind kind, String pointer, String detail) {
    return new Fault(kind, detail, pointer, 0, Map.of(pointer, List.of(detail)), Map.of());
  }

  public static Fault badRequest(String detail) {
    return of(Kind.BAD_REQUEST, detail);
  }

  public static Fault invalid(String pointer, String detail) {
    return at(Kind.INVALID, pointer, detail);
  }

  /**
   * Several faults at once, at least one, each under its pointer. It reports the first hundred and
   * the number of all. Nobody corrects more at once, and a response must stay small.
   */
  public static Fault invalid(Map<String, List<String>> details) {
    Map.Entry<String, List<String>> first = details.entrySet().iterator().next();
    int count = details.values().stream().mapToInt(List::size).sum();
    String detail = first.getValue().get(0);
    String more = count > MOST_DETAILS ? "; the first " + MOST_DETAILS + " are listed" : "";
    return new Fault(
        Kind.INVALID,
        count == 1 ? detail : detail + " (and " + (count - 1) + " more" + more + ")",
        first.getKey(),
        0,
        count > MOST_DETAILS ? firstOf(details) : details,
        Map.of());
  }

  private static Map<String, List<String>> firstOf(Map<String, List<String>> details) {
    Map<String, List<String>> told = new LinkedHashMap<>();
    int room = MOST_DETAILS;
    for (Map.Entry<String, List<String>> each : details.entrySet()) {
      List<String> some = each.getValue();
      some = some.subList(0, Math.min(room, some.size()));
      if (!some.isEmpty()) {
        told.put(each.getKey(), List.copyOf(some));
      }
      room -= some.size();
    }
    return told;
  }

  public static Fault notFound(String detail) {
    return of(Kind.NOT_FOUND, detail);
  }

  public static Fault conflict(String detail) {
    return of(Kind.CONFLICT, detail);
  }

  /** The caller sent too much; the same request works later. */
  public static Fault tooMany(String detail, int retryAfterSeconds) {
    return new Fault(Kind.TOO_MANY_REQUESTS, detail, null, retryAfterSeconds, Map.of(), Map.of());
  }

  public static Fault unavailable(String detail, int retryAfterSeconds) {
    return new Fault(Kind.UNAVAILABLE, detail, null, retryAfterSeconds, Map.of(), Map.of());
  }

  /** The same fault, whose problem has one more member. */
  public Fault with(String member, Object value) {
    Map<String, Object> more = new LinkedHashMap<>(members);
    more.put(member, value);
    return new Fault(kind, detail, pointer, retryAfterSeconds, details, more);
  }

  public Kind kind() {
    return kind;
  }

  public String detail() {
    return detail;
  }

  public @Nullable String pointer() {
    return pointer;
  }

  /** The details by pointer; empty if the fault is about no particular field. */
  public Map<String, List<String>> details() {
    return details;
  }

  /** What the problem says besides the usual members (RFC 9457, section 3.2). */
  public Map<String, Object> members() {
    return members;
  }

  /** Seconds for the Retry-After header; 0 when a retry does not help. */
  public int retryAfterSeconds() {
    return retryAfterSeconds;
  }
}
