package dev.imas.core.http;

import dev.imas.core.model.TenantId;
import dev.imas.core.platform.Fault;
import dev.imas.core.platform.RequestIds;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** An authenticated request whose body has been read. */
public final class Call {

  private static final Pattern ETAG = Pattern.compile("(?:W/)?\"(\\d{1,9})\"");

  private final RoutingContext context;
  private final Principal principal;

  Call(RoutingContext context, Principal principal) {
    this.context = context;
    this.principal = principal;
  }

  public Principal principal() {
    return principal;
  }

  public TenantId tenant() {
    return principal.tenant();
  }

  /** The name that the timeline shows as the author of what this call does. */
  public String author() {
    return principal.name();
  }

  public String path(String name) {
    String value = context.pathParam(name);
    return value == null ? "" : value;
  }

  /** A path parameter that is an id or a name. */
  public Reference reference(String name) {
    String text = path(name);
    if (text.isBlank() || text.indexOf('\0') >= 0) {
      throw Fault.notFound("the id or name in the path is empty or holds U+0000");
    }
    return Reference.of(text.strip());
  }

  /**
   * A path parameter that is an id. Anything but a UUID is answered 404, like another tenant's id.
   */
  public UUID pathId(String name) {
    try {
      return Query.strictUuid(path(name));
    } catch (IllegalArgumentException e) {
      throw Fault.notFound("there is no such thing as " + path(name));
    }
  }

  /** The query's parameters. Any other than {@code known} is refused. */
  public Query query(String... known) {
    return Query.of(context.queryParams(), List.of(known));
  }

  /** The id on the response and in the log. */
  public @Nullable String requestId() {
    return RequestIds.of(context);
  }

  public @Nullable String header(String name) {
    return context.request().getHeader(name);
  }

  /**
   * @throws Fault BAD_REQUEST when it is not a JSON object; says at which byte
   */
  public Body body() {
    String type = header("content-type");
    Buffer buffer = context.body().buffer();
    byte[] bytes = buffer == null ? new byte[0] : buffer.getBytes();
    if (bytes.length > 0 && !isJson(type)) {
      throw Fault.of(
          Fault.Kind.UNSUPPORTED_MEDIA_TYPE,
          "send Content-Type: application/json, not " + (type == null ? "none" : type));
    }
    return Body.parse(bytes);
  }

  /**
   * The version that the caller's update is based on, from If-Match.
   *
   * @throws Fault PRECONDITION_REQUIRED without If-Match, PRECONDITION_FAILED when it is not an
   *     ETag of this API
   */
  public int expectedVersion() {
    String match = header("if-match");
    if (match == null) {
      throw Fault.of(
          Fault.Kind.PRECONDITION_REQUIRED,
          "send If-Match with the ETag that you read, so that no one else's change is lost");
    }
    Matcher m = ETAG.matcher(match.strip());
    if (!m.matches()) {
      throw Fault.of(
          Fault.Kind.PRECONDITION_FAILED,
          "If-Match is not an ETag of this " + "resource; read it and send the ETag that it has");
    }
    return Integer.parseInt(m.group(1));
  }

  private static boolean isJson(@Nullable String type) {
    if (type == null) {
      return false;
    }
    int end = type.indexOf(';');
    String media = (end < 0 ? type : type.substring(0, end)).strip().toLowerCase(Locale.ROOT);
    return media.equals("application/json")
        || (media.startsWith("application/") && media.endsWith("+json"));
  }
}
