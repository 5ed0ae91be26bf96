package dev.imas.core.audit;

import dev.imas.core.audit.ChainRepository.Backlog;
import dev.imas.core.audit.ChainRepository.Head;
import dev.imas.core.audit.ChainRepository.Refusal;
import dev.imas.core.audit.ChainRepository.Waiting;
import dev.imas.core.chain.ChainHash;
import dev.imas.core.chain.ChainSeal;
import dev.imas.core.chain.Checkpoint;
import dev.imas.core.chain.SignedNote;
import dev.imas.core.model.TenantId;
import dev.imas.core.platform.MeasuredFigure;
import dev.imas.core.platform.OncePerMinute;
import dev.imas.core.platform.Platform;
import dev.imas.core.platform.Transactions;
import dev.imas.core.platform.Tx;
import dev.imas.core.work.Next;
import dev.imas.core.work.PassObserver;
import dev.imas.core.work.Poll;
import dev.imas.core.work.WorkLoop;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Seals the entries of the audit once they are committed, and signs checkpoints of the chain. The
 * tenants take turns, a set of entries at a time. Several processes may do it: a lock of the tenant
 * lets one of them. A chain that is shorter or another than the last checkpoint says is sealed no
 * further. Deploy it on a virtual thread.
 */
public final class AuditSealer extends VerticleBase {

  private static final Logger log = LoggerFactory.getLogger(AuditSealer.class);

  /** Whether entries wait, as a condition of its poll. */
  public static final String WAITS = "audit_waits()";

  /** An entry has up to 64 KiB, so this is what is in memory at once. */
  private static final int ENTRIES = 200;

  private static final int TENANTS = 500;

  /** A chain that grows fast has a checkpoint before the minute is over. */
  private static final int SEALS_WITHOUT_CHECKPOINT = 1_000;

  private static final Duration DRAIN = Duration.ofSeconds(2);

  private final Platform platform;
  private final Transactions transactions;
  private final CheckpointKeeper keeper;
  private final ChainRepository chain = new ChainRepository();
  private final SealMetrics metrics;
  private final WorkLoop loop;
  private final OncePerMinute refusals = new OncePerMinute(System::nanoTime);
  private final OncePerMinute unsigned = new OncePerMinute(System::nanoTime);

  /**
   * @param transactions with one connection that is always free
   * @param poll how it learns of entries, by {@link #WAITS}
   */
  public AuditSealer(Platform platform, Transactions transactions, AuditConfig config, Poll poll) {
    this.platform = platform;
    this.transactions = transactions;
    this.keeper = new CheckpointKeeper(config);
    this.metrics = new SealMetrics(platform.meters());
    this.loop =
        new WorkLoop(
            poll,
            PassObserver.complaining(
                log,
                platform.database().outage(),
                "entries of the audit cannot be sealed for now; it is tried again"),
            this::pass);
  }

  @Override
  public Future<?> start() {
    try {
      keeper.key();
    } catch (IOException e) {
      log.atWarn()
          .setCause(e)
          .log("The audit is sealed, but has no checkpoints, since there is no key to sign them");
    }
    loop.start(context);
    return Future.succeededFuture();
  }

  @Override
  public Future<?> stop() {
    return loop.stop(DRAIN);
  }

  /** Measures how many entries wait, and for how long. */
  public MeasuredFigure backlog() {
    return new MeasuredFigure(
        "entries that wait for their seal",
        0,
        () ->
            transactions
                .autocommit(chain::backlog)
                .onSuccess(metrics::waiting)
                .map(Backlog::waiting));
  }

  /** Every tenant has its turn, whatever became of the one before. On a virtual thread. */
  private Future<Next> pass() {
    boolean hasMore = false;
    RuntimeException failure = null;
    TenantId after = null;
    List<TenantId> tenants;
    do {
      TenantId last = after;
      tenants = transactions.autocommit(tx -> chain.waiting(tx, last, TENANTS)).await();
      for (TenantId tenant : tenants) {
        after = tenant;
        try {
          hasMore |= seal(tenant);
        } catch (RuntimeException e) {
          failure = e;
        }
      }
    } while (tenants.size() == TENANTS);
    if (failure != null) {
      throw failure;
    }
    return Future.succeededFuture(hasMore ? Next.MORE : Next.IDLE);
  }

  /**
   * @return whether more may wait
   */
  private boolean seal(TenantId tenant) {
    Sealed sealed = transactions.call(tenant, tx -> seal(tx, tenant));
    metrics.sealed(sealed.seals);
    if (sealed.withoutCheckpoint >= SEALS_WITHOUT_CHECKPOINT) {
      checkpoint(tenant);
    }
    return sealed.seals == ENTRIES;
  }

  private record Sealed(int seals, long withoutCheckpoint) {
    static final Sealed NOTHING = new Sealed(0, 0);
  }

  private Sealed seal(Tx tx, TenantId tenant) {
    Head head = trustedHead(tx, tenant);
    if (head == null) {
      return Sealed.NOTHING;
    }
    List<Waiting> waiting = chain.entries(tx, ENTRIES).await();
    if (waiting.isEmpty()) {
      return Sealed.NOTHING;
    }
    Instant now = now();
    List<ChainSeal> seals = seals(head, waiting, now);
    chain.seal(tx, seals, now).await();
    return new Sealed(seals.size(), head.number() + seals.size() - head.checkpoint());
  }

  private static List<ChainSeal> seals(Head head, List<Waiting> waiting, Instant now) {
    List<ChainSeal> seals = new ArrayList<>();
    long micros = ChronoUnit.MICROS.between(Instant.EPOCH, now);
    long number = head.number();
    ChainHash link = head.link();
    for (Waiting one : waiting) {
      number++;
      ChainSeal seal = ChainSeal.after(link, number, one.entry(), micros, one.isLate());
      seals.add(seal);
      link = seal.link();
    }
    return seals;
  }

  /** As PostgreSQL keeps it. */
  private Instant now() {
    return platform.clock().instant().truncatedTo(ChronoUnit.MICROS);
  }

  /**
   * Where the chain ends, with the tenant's lock; null if another process has the lock, or if the
   * chain is not the one that was signed.
   */
  private @Nullable Head trustedHead(Tx tx, TenantId tenant) {
    if (!chain.lock(tx).await()) {
      return null;
    }
    Head head = chain.head(tx).await();
    Optional<Checkpoint> last = last(tenant.value());
    if (last.isPresent()) {
      Checkpoint signed = last.get();
      Optional<ChainHash> link = chain.link(tx, signed.number()).await();
      if (!link.equals(Optional.of(signed.link()))) {
        refuse(tx, tenant, signed, link.isEmpty() ? Refusal.SHORTER : Refusal.OTHER);
        return null;
      }
    }
    metrics.accepted(tenant);
    if (head.isRefused()) {
      chain.accept(tx).await();
    }
    return head;
  }

  private Optional<Checkpoint> last(UUID tenant) {
    try {
      return keeper.last(tenant);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void refuse(Tx tx, TenantId tenant, Checkpoint signed, Refusal reason) {
    metrics.refused(tenant);
    long times = refusals.dueAfterOneMore();
    if (times > 0) {
      log.atError()
          .addKeyValue("tenant", tenant)
          .addKeyValue("number", signed.number())
          .addKeyValue("reason", reason.wireName())
          .log(
              "The chain of the audit is not the one that was signed, and is sealed no further;"
                  + " find out why: imas audit verify");
    }
    chain.refuse(tx, signed.number(), reason, now()).await();
  }

  /** Signs what has no checkpoint yet, of all tenants. Repeatable. On a virtual thread. */
  public Future<String> checkpoints() {
    int signed = 0;
    for (TenantId tenant : transactions.autocommit(chain::withoutCheckpoint).await()) {
      signed += checkpoint(tenant) ? 1 : 0;
    }
    return Future.succeededFuture(signed + " checkpoints signed");
  }

  private boolean checkpoint(TenantId tenant) {
    try {
      boolean isSigned = transactions.call(tenant, tx -> checkpoint(tx, tenant));
      metrics.signed(isSigned ? 1 : 0);
      return isSigned;
    } catch (UncheckedIOException e) {
      metrics.unsigned();
      long times = unsigned.dueAfterOneMore();
      if (times > 0) {
        log.atError()
            .setCause(e)
            .addKeyValue("failures", times)
            .log("Checkpoints of the audit cannot be signed or put where they should be");
      }
      return false;
    }
  }

  /** It is published before it is stored: the copy outside is the one that counts. */
  private boolean checkpoint(Tx tx, TenantId tenant) {
    Head head = trustedHead(tx, tenant);
    if (head == null || head.number() <= head.checkpoint()) {
      return false;
    }
    try {
      SignedNote note =
          SignedNote.sign(
              new Checkpoint(tenant.value(), head.number(), head.link(), now()), keeper.key());
      chain.add(tx, note, keeper.publish(note)).await();
      return true;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
