package dev.imas.core.http;

import java.util.function.Function;

/**
 * Has a request that comes again with the same Idempotency-Key answered as it was, and not done.
 */
@FunctionalInterface
public interface Repeats {

  /** Does each request, however often it comes. */
  Repeats NONE = (call, key, handler) -> handler.apply(call);

  /**
   * Answers a request. Only on a virtual thread.
   *
   * @param handler does it
   * @return the handler's answer, or that of the first such request, which then has {@link
   *     IdempotencyKey#REPLAYED}
   */
  Answer once(Call call, String key, Function<Call, Answer> handler);
}
