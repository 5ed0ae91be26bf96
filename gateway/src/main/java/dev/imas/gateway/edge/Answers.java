package dev.imas.gateway.edge;

import dev.imas.core.platform.Fault;
import dev.imas.gateway.commit.Submission;
import io.vertx.core.http.HttpServerResponse;
import org.jspecify.annotations.Nullable;

/**
 * How a sender's dialect is answered. Codes are chosen by what each sender does with them
 * (docs/senders).
 */
interface Answers {

  /**
   * Every alert that could be read is committed.
   *
   * @param read what the body turned out to be; its broken elements are committed as dead letters
   * @param results JSON array for {@code Prefer: return=representation}, null when not asked for
   */
  void committed(
      HttpServerResponse response,
      Submission submission,
      Reading.Read read,
      @Nullable String results);

  /** The request is refused whole. */
  void refused(HttpServerResponse response, Fault fault, @Nullable String requestId);
}
