package dev.imas.core.platform;

import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * Statements of one transaction that are sent without waiting for each other. They run in the order
 * in which they were begun, in one round trip. None may depend on another's result.
 */
public final class Pipeline {

  private Pipeline() {}

  /**
   * Waits for all statements. It fails with the first failure, since later ones only say that the
   * transaction is aborted.
   *
   * @return their results in order
   */
  public static <T> Future<List<T>> join(List<Future<T>> statements) {
    return Future.join(statements)
        .transform(
            ended -> {
              List<T> answers = new ArrayList<>(statements.size());
              for (Future<T> statement : statements) {
                if (statement.failed()) {
                  return Future.failedFuture(statement.cause());
                }
                answers.add(statement.result());
              }
              return Future.succeededFuture(answers);
            });
  }

  /**
   * Asks for more while a statement is under way, and waits for that. If both fail, the statement
   * is the one that counts: it failed first. Only on a virtual thread.
   *
   * @param sent is still to be waited for
   * @param next waits for statements of its own
   */
  public static <T> T beside(Future<?> sent, Supplier<T> next) {
    try {
      return next.get();
    } catch (RuntimeException e) {
      if (sent.failed()) {
        sent.await();
      }
      throw e;
    }
  }
}
