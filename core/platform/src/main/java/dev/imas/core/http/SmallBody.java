package dev.imas.core.http;

import dev.imas.core.platform.Fault;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Reads the bytes of a small body as they were sent, which a signature covers. Call it on the event
 * loop of the request, before anything else is awaited.
 */
public final class SmallBody {

  private SmallBody() {}

  /**
   * Fails with TOO_LARGE, and with the reason when the client goes away.
   *
   * @param most bytes
   */
  public static Future<Buffer> read(HttpServerRequest request, int most) {
    Promise<Buffer> read = Promise.promise();
    Buffer body = Buffer.buffer();
    request.exceptionHandler(read::tryFail);
    request.handler(
        part -> {
          if (body.length() + part.length() > most) {
            read.tryFail(
                Fault.of(
                    Fault.Kind.TOO_LARGE, "the body is too large; " + most + " bytes are allowed"));
          } else {
            body.appendBuffer(part);
          }
        });
    request.endHandler(end -> read.tryComplete(body));
    return read.future();
  }

  /**
   * The members of an {@code application/x-www-form-urlencoded} body; of equal names the first
   * counts.
   *
   * @throws Fault BAD_REQUEST when it cannot be read
   */
  public static Map<String, String> form(Buffer body) {
    Map<String, String> form = new LinkedHashMap<>();
    for (String pair : body.toString(StandardCharsets.UTF_8).split("&")) {
      int equals = pair.indexOf('=');
      if (!pair.isEmpty()) {
        form.putIfAbsent(
            decoded(equals < 0 ? pair : pair.substring(0, equals)),
            equals < 0 ? "" : decoded(pair.substring(equals + 1)));
      }
    }
    return form;
  }

  private static String decoded(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw Fault.badRequest("the form cannot be read; check its percent signs");
    }
  }
}
