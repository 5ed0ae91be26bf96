package dev.imas.core.statuspage;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imas.core.http.Body;
import dev.imas.core.http.Part;
import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * How a component is measured: what is asked, and how often.
 *
 * @param url http, https, or tcp with a port; for those who look after the page, never public
 * @param every a duration such as PT1M
 * @param timeout likewise
 * @param expectedStatus of HTTP; null for any from 200 to 399
 */
record StatusProbe(String url, String every, String timeout, @Nullable Integer expectedStatus) {

  private static final Duration USUAL_INTERVAL = Duration.ofMinutes(1);
  private static final Duration SHORTEST_INTERVAL = Duration.ofSeconds(30);
  private static final Duration LONGEST_INTERVAL = Duration.ofHours(1);
  private static final Duration SHORTEST_TIMEOUT = Duration.ofSeconds(1);
  private static final Duration LONGEST_TIMEOUT = Duration.ofSeconds(10);

  /** Of rows. */
  static StatusProbe of(String url, int every, int timeout, @Nullable Integer expectedStatus) {
    return new StatusProbe(
        url,
        Duration.ofSeconds(every).toString(),
        Duration.ofSeconds(timeout).toString(),
        expectedStatus);
  }

  /** Null when absent or null, and after a fault. */
  static @Nullable StatusProbe read(Body body) {
    JsonNode given = body.present("probe");
    Part part = given == null ? null : Part.of(given, "/probe", body::fault);
    if (part == null) {
      return null;
    }
    part.only("url", "every", "timeout", "expected_status");
    String url = part.text("url", 2_000);
    if (url == null) {
      if (!part.has("url")) {
        part.fault("url", "is missing; send what to ask, such as https://shop.example.org/health");
      }
      return null;
    }
    String wrong = fault(url);
    if (wrong != null) {
      part.fault("url", wrong);
    }
    Integer status =
        part.has("expected_status") ? part.whole("expected_status", 100, 599, 0) : null;
    if (status != null && url.startsWith("tcp:")) {
      part.fault("expected_status", "is of HTTP; leave it out for tcp");
    }
    return new StatusProbe(
        url,
        duration(part, "every", SHORTEST_INTERVAL, LONGEST_INTERVAL, USUAL_INTERVAL),
        duration(part, "timeout", SHORTEST_TIMEOUT, LONGEST_TIMEOUT, LONGEST_TIMEOUT),
        status);
  }

  private static String duration(
      Part part, String member, Duration least, Duration most, Duration otherwise) {
    Duration given =
        part.value(
            member,
            "a duration of whole seconds from " + least + " to " + most,
            text -> {
              Duration parsed = Duration.parse(text);
              if (parsed.getNano() > 0
                  || parsed.compareTo(least) < 0
                  || parsed.compareTo(most) > 0) {
                throw new IllegalArgumentException(text);
              }
              return parsed;
            });
    return (given == null ? otherwise : given).toString();
  }

  /** What is wrong with an address; null if nothing is. */
  static @Nullable String fault(String url) {
    URI uri;
    try {
      uri = URI.create(url);
    } catch (IllegalArgumentException e) {
      return "is not a URL";
    }
    String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
    boolean isTcp = scheme.equals("tcp");
    if (!isTcp && !scheme.equals("http") && !scheme.equals("https")) {
      return "must begin with https://, http:// or tcp://";
    }
    if (uri.getHost() == null || uri.getPort() == 0 || uri.getPort() > 65_535) {
      return "has no usable host name and port";
    }
    if (uri.getUserInfo() != null) {
      return "holds a password, which everybody who looks after the page could read; remove it";
    }
    if (isTcp && (uri.getPort() < 0 || !uri.getRawPath().isEmpty() || uri.getRawQuery() != null)) {
      return "must be a host and a port, such as tcp://mail.example.org:25";
    }
    return null;
  }

  int everySeconds() {
    return (int) Duration.parse(every).toSeconds();
  }

  int timeoutSeconds() {
    return (int) Duration.parse(timeout).toSeconds();
  }
}
