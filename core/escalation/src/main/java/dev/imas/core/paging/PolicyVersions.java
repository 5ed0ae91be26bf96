package dev.imas.core.paging;

import dev.imas.core.escalation.EscalationPolicy;
import dev.imas.core.model.TenantId;
import dev.imas.core.platform.Tx;
import dev.imas.core.policy.PolicyRepository;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Versions of policies, which never change: each is read once while it is among the last used,
 * since every step of every run asks for one.
 */
final class PolicyVersions {

  private static final int MOST = 1_000;

  private record Key(TenantId tenant, UUID policy, int version) {}

  private final PolicyRepository repository = new PolicyRepository();

  private final Map<Key, EscalationPolicy> known =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, EscalationPolicy> eldest) {
          return size() > MOST;
        }
      };

  Optional<EscalationPolicy> read(Tx tx, UUID policy, int version) {
    Key key = new Key(tx.tenant().orElseThrow(), policy, version);
    EscalationPolicy there = known(key);
    if (there != null) {
      return Optional.of(there);
    }
    Optional<EscalationPolicy> read = repository.read(tx, policy, version).await();
    read.ifPresent(found -> keep(key, found));
    return read;
  }

  private synchronized @Nullable EscalationPolicy known(Key key) {
    return known.get(key);
  }

  private synchronized void keep(Key key, EscalationPolicy policy) {
    known.put(key, policy);
  }
}
