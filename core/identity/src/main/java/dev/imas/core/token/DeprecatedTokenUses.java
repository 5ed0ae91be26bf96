package dev.imas.core.token;

import dev.imas.core.http.DeprecatedUses;
import dev.imas.core.http.Principal;
import dev.imas.core.platform.Transactions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts by token who calls operations that will be removed. The first use is stored at once, later
 * ones together, once a minute: whoever still needs an operation is seen, and a busy client costs
 * no statement for each call. The uses of the last minute before a process ends are not counted.
 */
final class DeprecatedTokenUses implements DeprecatedUses {

  private static final Logger log = LoggerFactory.getLogger(DeprecatedTokenUses.class);
  private static final int REMEMBERED = 4_096;
  private static final Duration STORE_EVERY = Duration.ofMinutes(1);

  private record Use(UUID token, String operation) {}

  private static final class Count {
    long uses;
    Instant storedAt = Instant.MIN;
  }

  private final Transactions transactions;
  private final TokenRepository tokens;
  private final InstantSource clock;
  private final Map<Use, Count> counts =
      new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Use, Count> eldest) {
          return size() > REMEMBERED;
        }
      };

  DeprecatedTokenUses(Transactions transactions, TokenRepository tokens, InstantSource clock) {
    this.transactions = transactions;
    this.tokens = tokens;
    this.clock = clock;
  }

  @Override
  public void count(Principal caller, String operation) {
    if (caller.loggedIn() != null) {
      return; // A session is no token: it is of a page of ours.
    }
    Instant now = clock.instant();
    long uses = due(new Use(caller.credential(), operation), now);
    if (uses > 0) {
      transactions
          .run(caller.tenant(), tx -> tokens.addUses(tx, caller.credential(), operation, uses, now))
          .onFailure(e -> log.debug("The use of a deprecated operation cannot be stored", e));
    }
  }

  /** How many uses are to be stored now; 0 for none yet. */
  private synchronized long due(Use use, Instant now) {
    Count count = counts.computeIfAbsent(use, fresh -> new Count());
    count.uses++;
    if (count.storedAt.isAfter(now.minus(STORE_EVERY))) {
      return 0;
    }
    long uses = count.uses;
    count.uses = 0;
    count.storedAt = now;
    return uses;
  }
}
