package dev.imas.gateway.pipeline;

import dev.imas.core.platform.Fault;
import dev.imas.gateway.decode.AlertLimits;

/**
 * How much is read of one post.
 *
 * @param bodyBytes of a body as it is sent
 * @param inflatedBytes of a body after gzip or deflate
 * @param inlineBytes up to which bodies are decoded on the event loop; larger ones would block it
 * @param alerts limits of one alert
 */
public record PostLimits(int bodyBytes, int inflatedBytes, int inlineBytes, AlertLimits alerts) {

  public static Fault tooLarge(int limit) {
    return Fault.of(
        Fault.Kind.TOO_LARGE,
        "the body is larger than " + limit + " bytes; post fewer alerts at once");
  }
}
