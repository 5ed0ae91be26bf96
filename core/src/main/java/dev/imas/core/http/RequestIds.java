package dev.imas.core.http;

import io.vertx.ext.web.RoutingContext;
import java.util.UUID;
import java.util.regex.Pattern;

/** X-Request-Id: the caller's where it is harmless, else a new one; on the answer and in logs. */
public final class RequestIds {

  private static final String HEADER = "x-request-id";
  private static final Pattern HARMLESS = Pattern.compile("[A-Za-z0-9._:+/=-]{1,128}");

  private RequestIds() {}

  static void assign(RoutingContext context) {
    String given = context.request().getHeader(HEADER);
    String id =
        given != null && HARMLESS.matcher(given).matches() ? given : UUID.randomUUID().toString();
    context.put(HEADER, id);
    context.response().putHeader(HEADER, id);
  }

  static String of(RoutingContext context) {
    String id = context.get(HEADER);
    return id == null ? "" : id;
  }
}
