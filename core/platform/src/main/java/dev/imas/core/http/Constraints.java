package dev.imas.core.http;

import dev.imas.core.platform.DatabaseFailure;
import dev.imas.core.platform.Fault;
import io.vertx.pgclient.PgException;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Turns violated database constraints into faults that the caller can understand. */
public final class Constraints {

  private Constraints() {}

  /**
   * Returns the result of the work. A violated constraint becomes the fault that {@code meaning}
   * gives for its name; any other failure stays as it is.
   */
  public static <T> T explained(Function<String, @Nullable Fault> meaning, Supplier<T> work) {
    try {
      return work.get();
    } catch (PgException e) {
      Fault fault = isOfAConstraint(e) ? meaning.apply(String.valueOf(e.getConstraint())) : null;
      throw fault == null ? e : fault;
    }
  }

  private static boolean isOfAConstraint(PgException failure) {
    DatabaseFailure of = DatabaseFailure.of(failure);
    return of == DatabaseFailure.DUPLICATE || of == DatabaseFailure.CONSTRAINT;
  }

  /**
   * The fault of an update that found no row with its version: somebody else changed or deleted it.
   */
  public static Fault overtaken() {
    return Fault.of(
        Fault.Kind.PRECONDITION_FAILED,
        "it has changed since you read it; read it again and repeat your change");
  }
}
