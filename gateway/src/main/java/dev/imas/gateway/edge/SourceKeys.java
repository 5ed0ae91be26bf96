package dev.imas.gateway.edge;

import io.netty.handler.codec.http.QueryStringDecoder;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds the key in a request. Each sender supports only some of these: bearer, basic (the password,
 * or the user name where there is no password), GenieKey, a header, {@code ?token=}, or a part of
 * the path. Pure.
 */
final class SourceKeys {

  private static final List<String> HEADERS =
      List.of("x-api-key", "x-imas-key", "x-auth-token", "x-gitlab-token");

  private static final List<String> PARAMETERS = List.of("token", "auth_token", "api_key");

  private SourceKeys() {}

  /**
   * The key where every source may put it.
   *
   * @param inPath the part of the path that may be a key
   * @return null when the request carries none
   */
  static @Nullable String find(MultiMap headers, @Nullable String query, @Nullable String inPath) {
    String authorization = headers.get(HttpHeaders.AUTHORIZATION);
    if (authorization != null) {
      String key = ofAuthorization(authorization);
      if (key != null) {
        return key;
      }
    }
    for (String header : HEADERS) {
      String key = headers.get(header);
      if (key != null) {
        return key;
      }
    }
    try {
      if (inPath != null) {
        // In a path a plus is a plus; the decoder is made for queries.
        return QueryStringDecoder.decodeComponent(inPath.replace("+", "%2B"));
      }
      return query == null ? null : ofQuery(query);
    } catch (IllegalArgumentException badEscape) {
      // Its message may quote most of a key, so it is neither logged nor passed on.
      return null;
    }
  }

  private static @Nullable String ofAuthorization(String value) {
    int space = value.indexOf(' ');
    if (space < 0) {
      return null;
    }
    String scheme = value.substring(0, space);
    String rest = value.substring(space + 1).strip();
    if (scheme.equalsIgnoreCase("Basic")) {
      return ofBasic(rest);
    }
    if (scheme.equalsIgnoreCase("Bearer")
        || scheme.equalsIgnoreCase("Token")
        || scheme.equalsIgnoreCase("GenieKey")) {
      return rest;
    }
    return null;
  }

  private static @Nullable String ofBasic(String encoded) {
    try {
      String pair = new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8);
      int colon = pair.indexOf(':');
      if (colon < 0) {
        return pair;
      }
      String password = pair.substring(colon + 1);
      return password.isEmpty() ? pair.substring(0, colon) : password;
    } catch (IllegalArgumentException notBase64) {
      return null;
    }
  }

  private static @Nullable String ofQuery(String query) {
    for (String name : PARAMETERS) {
      if (!query.contains(name + "=")) {
        continue;
      }
      List<String> values = new QueryStringDecoder(query, false).parameters().get(name);
      if (values != null && !values.isEmpty()) {
        return values.getFirst();
      }
    }
    return null;
  }
}
