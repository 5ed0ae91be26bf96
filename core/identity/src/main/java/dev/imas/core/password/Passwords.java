package dev.imas.core.password;

import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import org.jspecify.annotations.Nullable;

/** Hashes and checks passwords within a budget, never on the thread of the caller. */
public final class Passwords {

  private final PasswordHash hash;
  private final HashBudget budget;
  private final WorkerExecutor worker;
  private final String nobodys;

  public Passwords(Vertx vertx, PasswordConfig config, MeterRegistry meters) {
    this.hash = new PasswordHash(config);
    this.nobodys = PasswordHash.ofNobody(config);
    this.worker = vertx.createSharedWorkerExecutor("imas-passwords", 1);
    this.budget = new HashBudget(worker, System::nanoTime, meters);
  }

  /**
   * Its hash to store. Fails with TOO_MANY_REQUESTS beyond the budget.
   *
   * @param isKnown whether the caller has proved who they are before
   */
  public Future<String> hashed(String password, boolean isKnown) {
    return budget.run(isKnown, () -> hash.of(password));
  }

  /**
   * Whether it is the password with that hash. Without a hash it is not, after the same work, so
   * that the time does not tell who has an account.
   */
  public Future<Boolean> matches(String password, @Nullable String stored, boolean isKnown) {
    return budget.run(
        isKnown,
        () -> PasswordHash.matches(password, stored == null ? nobodys : stored) && stored != null);
  }

  public Future<Void> close() {
    return worker.close();
  }
}
