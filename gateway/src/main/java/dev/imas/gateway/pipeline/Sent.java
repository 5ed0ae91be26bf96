package dev.imas.gateway.pipeline;

import dev.imas.core.model.TestPosts;
import io.vertx.core.MultiMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** How a body travelled, which says what must be done before a decoder can read it. */
public sealed interface Sent {

  /** The type that was posted with it. */
  @Nullable String contentType();

  /** Whether it says that it is a test, and may. */
  boolean isTest();

  /**
   * In an HTTP request, which may be compressed, signed, a form, or say things in its path, query
   * or headers.
   *
   * @param path that it was posted to
   * @param isQuery whether the query is the body, as in a GET
   * @param isTest whether it is a test, by its header or by the setting of its source
   */
  record Request(
      ContentCoding coding,
      @Nullable String contentType,
      String path,
      @Nullable String query,
      MultiMap headers,
      boolean isQuery,
      boolean isTest)
      implements Sent {

    /** Parameters of the query that may be the key, so that they are never kept. */
    public static final Set<String> KEYS_IN_QUERY = Set.of("token", "auth_token", "api_key");
  }

  /** As JSON without a request around it, as in a topic of Kafka. */
  record Json() implements Sent {
    @Override
    public @Nullable String contentType() {
      return null;
    }

    @Override
    public boolean isTest() {
      return false;
    }
  }

  /**
   * As a decoder reads it: a mail as JSON, or what a gateway has unpacked before it was stored or
   * appended to the log.
   */
  record Ready(@Nullable String contentType) implements Sent {
    @Override
    public boolean isTest() {
      return TestPosts.isMarked(contentType);
    }
  }
}
