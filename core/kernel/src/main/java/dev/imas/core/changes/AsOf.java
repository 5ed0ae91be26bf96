package dev.imas.core.changes;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.imas.core.http.Listed;
import dev.imas.core.platform.Tx;
import io.vertx.core.Future;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What was read, and the number of the change feed from which a client goes on: it shows all
 * changes up to {@code asOf}, and may show later ones.
 */
public record AsOf<T>(@JsonUnwrapped T body, long asOf) implements Listed {

  private static final FeedRepository FEED = new FeedRepository();

  /**
   * The same work, which also reads the number, before anything else and in the round trip of the
   * first statement. Only on a virtual thread.
   */
  public static <T> Function<Tx, AsOf<T>> of(Function<Tx, T> work) {
    return tx -> {
      Future<Long> number = FEED.last(tx);
      T read = work.apply(tx);
      return new AsOf<>(read, number.await());
    };
  }

  @Override
  public @Nullable String next() {
    return body instanceof Listed listed ? listed.next() : null;
  }
}
