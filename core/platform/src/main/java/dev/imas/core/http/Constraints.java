package dev.imas.core.http;

import dev.imas.core.platform.DatabaseFailure;
import dev.imas.core.platform.Fault;
import io.vertx.pgclient.PgException;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What the database refuses for a reason that its caller can understand. */
public final class Constraints {

  private Constraints() {}

  /**
   * The result of the work. A violated constraint becomes the fault that its name means; anything
   * else stays what it is.
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

  /** An update that hit no row of that version: gone, or changed by somebody else. */
  public static Fault overtaken() {
    return Fault.of(
        Fault.Kind.PRECONDITION_FAILED,
        "it was changed since you read it; read it again and repeat your change");
  }
}
