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
 */
public record WebRequest(
    HttpMethod method,
    String address,
    Map<String, String> headers,
    byte[] body,
    boolean readsAnswer) {

  public WebRequest {
    headers = new LinkedHashMap<>(headers);
  }

  @Override
  public String toString() {
    return method + " " + WebAddress.shown(address);
  }
}
