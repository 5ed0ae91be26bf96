package dev.imas.core.http;

import dev.imas.core.http.ListRange.Page;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The response of a route.
 *
 * @param body is written as JSON, as its {@link Pieces}, or as a {@link FileBody}; null for no body
 * @param cookies Set-Cookie headers
 */
public record Answer(
    int status, @Nullable Object body, Map<String, String> headers, List<String> cookies) {

  public Answer {
    headers = Map.copyOf(headers);
    cookies = List.copyOf(cookies);
  }

  public Answer(int status, @Nullable Object body, Map<String, String> headers) {
    this(status, body, headers, List.of());
  }

  public static Answer ok(Object body) {
    return new Answer(200, body, Map.of());
  }

  /** The response for something with a version. If-Match takes its ETag. */
  public static Answer versioned(Versioned body) {
    return ok(body).withVersion(body.version());
  }

  /**
   * A page of a list.
   *
   * @param fetched up to {@link ListRange#fetch} items in order
   * @param key the key of an item, after which the next page starts
   */
  public static <T> Answer page(List<T> fetched, ListRange paging, Function<T, Object> key) {
    return ok(Page.of(fetched, paging, item -> key.apply(item).toString()));
  }

  /**
   * @param location the path of what was created
   */
  public static Answer created(String location, Versioned body) {
    return created(location, (Object) body).withVersion(body.version());
  }

  /**
   * @param location the path of what was created
   */
  public static Answer created(String location, Object body) {
    return new Answer(201, body, Map.of("location", location));
  }

  public static Answer noContent() {
    return new Answer(204, null, Map.of());
  }

  public Answer with(String header, String value) {
    Map<String, String> more = new TreeMap<>(headers);
    more.put(header, value);
    return new Answer(status, body, more, cookies);
  }

  /**
   * @param set Set-Cookie headers
   */
  public Answer withCookies(List<String> set) {
    return new Answer(status, body, headers, set);
  }

  /** Adds the version as a strong ETag, for If-Match. */
  public Answer withVersion(int version) {
    return with("etag", "\"" + version + "\"");
  }
}
