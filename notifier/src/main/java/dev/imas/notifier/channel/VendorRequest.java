package dev.imas.notifier.channel;

import dev.imas.core.platform.Json;
import dev.imas.core.platform.Secret;
import dev.imas.notifier.egress.WebRequest;
import io.vertx.core.http.HttpMethod;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

/** Builds a POST to a vendor. The delivery's id goes along, by which a repeat can be recognised. */
public final class VendorRequest {

  private final String url;
  private final Map<String, String> headers = new LinkedHashMap<>();

  private VendorRequest(String url, UUID id) {
    this.url = url;
    headers.put("Accept", "application/json");
    headers.put("Idempotency-Key", id.toString());
  }

  public static VendorRequest to(String url, Message message) {
    return new VendorRequest(url, message.id());
  }

  /**
   * @param id by which a repeat can be recognised
   */
  public static VendorRequest to(String url, UUID id) {
    return new VendorRequest(url, id);
  }

  /** A path below a base that may end in a slash. */
  public static String below(String base, String path) {
    return (base.endsWith("/") ? base.substring(0, base.length() - 1) : base) + path;
  }

  public VendorRequest with(String header, String value) {
    headers.put(header, value);
    return this;
  }

  public VendorRequest bearer(Secret token) {
    return with("Authorization", "Bearer " + token.reveal());
  }

  public VendorRequest basic(String user, Secret password) {
    byte[] both = (user + ":" + password.reveal()).getBytes(StandardCharsets.UTF_8);
    return with("Authorization", "Basic " + Base64.getEncoder().encodeToString(both));
  }

  public WebRequest json(Map<String, ?> body) {
    return post("application/json; charset=utf-8", Json.write(body));
  }

  public WebRequest form(Map<String, String> fields) {
    return post(
        "application/x-www-form-urlencoded",
        fields.entrySet().stream()
            .map(field -> encoded(field.getKey()) + "=" + encoded(field.getValue()))
            .collect(Collectors.joining("&")));
  }

  /** A part of a path or a form. */
  public static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  /** A POST of that text as it is. */
  public WebRequest post(String contentType, String body) {
    return request(HttpMethod.POST, contentType, body);
  }

  /** Another method with a JSON body. */
  public WebRequest json(HttpMethod method, Map<String, ?> body) {
    return request(method, "application/json; charset=utf-8", Json.write(body));
  }

  /** Any method with any body. */
  public WebRequest send(HttpMethod method, String contentType, String body) {
    return request(method, contentType, body);
  }

  private WebRequest request(HttpMethod method, String contentType, String body) {
    headers.put("Content-Type", contentType);
    return new WebRequest(method, url, headers, body.getBytes(StandardCharsets.UTF_8), true);
  }

  /**
   * A GET.
   *
   * @param mostAnswer bytes of the answer that are read
   */
  public WebRequest get(int mostAnswer) {
    return new WebRequest(HttpMethod.GET, url, headers, new byte[0], true, mostAnswer);
  }
}
