package dev.imas.core.platform;

import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;

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
}
