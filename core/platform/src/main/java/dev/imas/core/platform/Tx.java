package dev.imas.core.platform;

import dev.imas.core.model.TenantId;
import io.vertx.sqlclient.SqlConnection;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An open transaction inside one tenant. Repositories run their SQL on it; all others only pass it
 * on. It ends when the work given to {@link Transactions#run} ends, so keep no reference after
 * that.
 */
public final class Tx {

  private final SqlConnection connection;
  private final List<Runnable> afterCommit = new ArrayList<>();
  private volatile @Nullable TenantId tenant;

  Tx(SqlConnection connection) {
    this.connection = connection;
  }

  /** Only for repositories. */
  public SqlConnection connection() {
    return connection;
  }

  /** Whose rows it sees; empty until it has entered a tenant. */
  public Optional<TenantId> tenant() {
    return Optional.ofNullable(tenant);
  }

  void entered(TenantId entered) {
    tenant = entered;
  }

  /**
   * Runs a hint after the transaction has committed, and never if it is rolled back. Only for hints
   * that there is work: a process that ends in between loses them.
   */
  public void afterCommit(Runnable hint) {
    afterCommit.add(hint);
  }

  void committed() {
    afterCommit.forEach(Runnable::run);
  }
}
