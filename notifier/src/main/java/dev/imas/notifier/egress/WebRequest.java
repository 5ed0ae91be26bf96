package dev.imas.notifier.egress;

import io.vertx.core.http.HttpMethod;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A request that is not sent yet. It prints without headers and body, since these hold secrets.
 *
 * @param address as the tenant entered it, or made of that
 * @param readsAnswer whether the answer's body says what became of the request. If not, its status
 *     decides, even if the rest of the answer never comes
 * @param mostAnswer bytes of the answer that are read
 */
public record WebRequest(
    HttpMethod method,
    String address,
    Map<String, String> headers,
    byte[] body,
    boolean readsAnswer,
    int mostAnswer) {

  /** Only the beginning of an answer is read. */
  public static final int USUAL_ANSWER = 64 * 1024;

  public WebRequest {
    headers = new LinkedHashMap<>(headers);
  }

  public WebRequest(
      HttpMethod method,
      String address,
      Map<String, String> headers,
      byte[] body,
      boolean readsAnswer) {
    this(method, address, headers, body, readsAnswer, USUAL_ANSWER);
  }

  @Override
  public String toString() {
    return method + " " + WebAddress.shown(address);
  }
}
