package dev.imas.core.platform;

import io.vertx.ext.web.RoutingContext;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * X-Request-Id: the caller's if it is harmless, otherwise a new one. It is on the response and in
 * logs.
 */
public final class RequestIds {

  public static final String HEADER = "x-request-id";
  private static final Pattern HARMLESS = Pattern.compile("[A-Za-z0-9._:+/=-]{1,128}");

  private RequestIds() {}

  public static void assign(RoutingContext context) {
    String given = context.request().getHeader(HEADER);
    String id = given == null ? UUID.randomUUID().toString() : harmless(given);
    context.put(HEADER, id);
    context.response().putHeader(HEADER, id);
  }

  /** The given id if it is harmless, otherwise a new one. */
  public static String harmless(String given) {
    return HARMLESS.matcher(given).matches() ? given : UUID.randomUUID().toString();
  }

  /** The id that {@link #assign} set; null if it did not. */
  public static @Nullable String of(RoutingContext context) {
    return context.get(HEADER);
  }
}
