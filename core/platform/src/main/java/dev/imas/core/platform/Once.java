package dev.imas.core.platform;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A value that is made when it is first asked for, once for all threads. If that fails, the next
 * who asks tries again.
 */
public final class Once<T> implements Supplier<T> {

  private final Supplier<T> making;
  private volatile @Nullable T made;

  public Once(Supplier<T> making) {
    this.making = making;
  }

  @Override
  public T get() {
    T value = made;
    return value == null ? make() : value;
  }

  /** Whether asking for it takes no time. */
  public boolean isMade() {
    return made != null;
  }

  private synchronized T make() {
    T value = made;
    if (value == null) {
      value = making.get();
      made = value;
    }
    return value;
  }
}
