package dev.imas.core.platform;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * RFC 9457 problem details, with further members for earlier clients ({@code error}, {@code code},
 * {@code details}: requirement API-05).
 *
 * @param members that only some faults have
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Problem(
    String type,
    String title,
    int status,
    String detail,
    @Nullable String pointer,
    @Nullable String requestId,
    String error,
    String code,
    @Nullable Map<String, List<String>> details,
    @Nullable Integer retryAfter,
    @JsonAnyGetter Map<String, Object> members) {

  public static final String MEDIA_TYPE = "application/problem+json";

  public static Problem of(Fault fault, @Nullable String requestId) {
    String pointer = fault.pointer();
    return new Problem(
        "urn:imas:problem:" + fault.kind().code(),
        fault.kind().title(),
        fault.kind().status(),
        fault.detail(),
        pointer,
        requestId,
        fault.detail(),
        fault.kind().code(),
        fault.details().isEmpty() ? null : fault.details(),
        fault.retryAfterSeconds() > 0 ? fault.retryAfterSeconds() : null,
        fault.members());
  }

  /**
   * The problem of a bug of IMAS. It shows the caller only the id under which the log has the
   * details.
   */
  public static Problem unexpected(@Nullable String requestId) {
    return of(
        Fault.of(
            Fault.Kind.INTERNAL,
            "IMAS failed unexpectedly. The log has the details under the request id."),
        requestId);
  }
}
