package dev.imas.core.http;

import dev.imas.core.platform.DatabaseFailure;
import dev.imas.core.platform.Fault;
import io.vertx.core.Future;
import io.vertx.pgclient.PgException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What the database refuses for a reason that its caller can understand. */
public final class Constraints {

  private Constraints() {}

  /**
   * For {@code recover}: a violated constraint becomes the fault that its name means; anything else
   * stays what it is.
   */
  public static <T> Function<Throwable, Future<T>> as(Function<String, @Nullable Fault> meaning) {
    return failure -> {
      if (failure instanceof PgException pg && isOfAConstraint(pg)) {
        Fault fault = meaning.apply(String.valueOf(pg.getConstraint()));
        if (fault != null) {
          return Future.failedFuture(fault);
        }
      }
      return Future.failedFuture(failure);
    };
  }

  private static boolean isOfAConstraint(PgException failure) {
    DatabaseFailure of = DatabaseFailure.of(failure);
    return of == DatabaseFailure.DUPLICATE || of == DatabaseFailure.CONSTRAINT;
  }

  /** An update that hit no row of that version: gone, or changed by somebody else. */
  public static Fault overtaken() {
    return Fault.of(
        Fault.Kind.PRECONDITION_FAILED,
        "it was changed since you read it; read it again and repeat your change");
  }
}
