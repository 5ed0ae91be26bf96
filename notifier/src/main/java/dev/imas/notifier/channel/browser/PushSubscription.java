package dev.imas.notifier.channel.browser;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.imas.core.message.P256;
import dev.imas.core.platform.Json;
import dev.imas.notifier.egress.WebAddress;
import java.net.InetAddress;
import java.net.URI;
import java.security.interfaces.ECPublicKey;
import java.util.Arrays;
import java.util.Base64;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The subscription of one browser, as its {@code PushSubscription} writes itself as JSON. Whoever
 * knows the endpoint and has the installation's key can send there, so it prints the host alone.
 * Pure.
 *
 * @param endpoint where the browser's push service takes messages for it
 * @param origin of the endpoint, as URLs write it
 * @param key of the browser, to which messages are encrypted
 * @param auth a secret of the browser, which goes into each message's key
 */
record PushSubscription(
    String endpoint, WebAddress target, String origin, ECPublicKey key, byte[] auth) {

  private static final int AUTH = 16;

  PushSubscription {
    auth = auth.clone();
  }

  @Override
  public byte[] auth() {
    return auth.clone();
  }

  /**
   * @throws IllegalArgumentException with a reason that reveals nothing of the address
   */
  static PushSubscription parse(String address) {
    JsonNode json;
    try {
      json = Json.MAPPER.readTree(address);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("it is not JSON");
    }
    String endpoint = json == null ? "" : json.path("endpoint").asText("");
    WebAddress target = WebAddress.parse(endpoint, Set.of());
    if (target.authorization() != null) {
      throw new IllegalArgumentException("the endpoint has a user's name");
    }
    if (!target.tls() && !isLoopback(target.host())) {
      throw new IllegalArgumentException("the endpoint is no https address");
    }
    ECPublicKey key = P256.decoded(bytes(json, "p256dh"));
    byte[] auth = bytes(json, "auth");
    if (auth.length != AUTH) {
      throw new IllegalArgumentException("keys.auth has not " + AUTH + " bytes");
    }
    return new PushSubscription(endpoint, target, origin(target), key, auth);
  }

  /** As for browsers, what this machine says to itself needs no TLS. */
  private static boolean isLoopback(String host) {
    try {
      return host.equals("localhost") || InetAddress.ofLiteral(host).isLoopbackAddress();
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static byte[] bytes(@Nullable JsonNode json, String name) {
    String text = json == null ? "" : json.path("keys").path(name).asText("");
    try {
      return Base64.getUrlDecoder().decode(text);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("keys." + name + " is not base64url");
    }
  }

  private static String origin(WebAddress target) {
    String host = target.host().contains(":") ? "[" + target.host() + "]" : target.host();
    boolean isUsual = target.port() == (target.tls() ? 443 : 80);
    return URI.create(
            (target.tls() ? "https://" : "http://") + host + (isUsual ? "" : ":" + target.port()))
        .toString();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof PushSubscription that
        && endpoint.equals(that.endpoint)
        && key.equals(that.key)
        && Arrays.equals(auth, that.auth);
  }

  @Override
  public int hashCode() {
    return endpoint.hashCode();
  }

  @Override
  public String toString() {
    return origin;
  }
}
