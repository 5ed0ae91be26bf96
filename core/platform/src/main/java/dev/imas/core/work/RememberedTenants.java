package dev.imas.core.work;

import dev.imas.core.platform.Tx;
import io.vertx.core.Future;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Which tenants use something that most do not, so that it costs all others no question. A {@link
 * TenantsReader} reads it once a second. What somebody sets up takes effect at once in this
 * process, and within about a second in every other one.
 */
public class RememberedTenants {

  private final Function<Tx, Future<Set<UUID>>> read;
  private volatile @Nullable Set<UUID> tenants;
  private volatile Runnable wake = () -> {};
  private int changes;

  /**
   * @param read the tenants of now, outside of any tenant
   */
  protected RememberedTenants(Function<Tx, Future<Set<UUID>>> read) {
    this.read = read;
  }

  /**
   * @param look asks for {@link #look} soon
   */
  void wakeBy(Runnable look) {
    wake = look;
  }

  Future<Void> look(Tx tx) {
    int before = changes();
    return read.apply(tx)
        .map(
            found -> {
              know(found, before);
              return null;
            });
  }

  private synchronized int changes() {
    return changes;
  }

  /** What was read before a change is not known any more. */
  private synchronized void know(Set<UUID> found, int before) {
    if (changes == before) {
      tenants = found;
    }
  }

  /** Whether the tenant may use it. Before the first answer every tenant may. */
  public boolean mayContain(UUID tenant) {
    Set<UUID> known = tenants;
    return known == null || known.contains(tenant);
  }

  /**
   * Looks at once, since something was set up or changed here. Until the answer every tenant may
   * use it, so that what happens right after it is not missed.
   */
  public void changed() {
    synchronized (this) {
      changes++;
      tenants = null;
    }
    wake.run();
  }
}
