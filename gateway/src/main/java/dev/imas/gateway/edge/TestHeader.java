package dev.imas.gateway.edge;

import dev.imas.core.model.TestPosts;
import dev.imas.core.option.TestMode;
import dev.imas.core.platform.Fault;
import dev.imas.gateway.snapshot.SourceEntry;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;

/** Whether a post is a test. */
final class TestHeader {

  private static final CharSequence NAME = HttpHeaders.createOptimized(TestPosts.HEADER);

  private TestHeader() {}

  /**
   * Whether it is one by the setting of its source, or says that it is. A type that was marked is a
   * word, too: whoever reads it again must not take it for what this refused.
   */
  static boolean isTest(SourceEntry source, MultiMap headers) {
    return source.profile().options().test() == TestMode.ALWAYS
        || "true".equalsIgnoreCase(headers.get(NAME))
        || TestPosts.isMarked(headers.get(HttpHeaders.CONTENT_TYPE));
  }

  /** Whoever posts a test wants nobody to be called, so it is not taken for something real. */
  static Fault refusal(SourceEntry source) {
    return Fault.at(
        Fault.Kind.FORBIDDEN,
        "X-IMAS-Test",
        "the source '"
            + source.name()
            + "' takes no tests, so nothing was stored and nobody is called; set test_mode of its"
            + " configuration to header or always, or post without this header");
  }
}
