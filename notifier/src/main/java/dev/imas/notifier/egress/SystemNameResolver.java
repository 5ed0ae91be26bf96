package dev.imas.notifier.egress;

import dev.imas.core.model.TenantId;
import dev.imas.notifier.egress.HostHistory.Standing;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The operating system's resolver. It blocks, so it runs on threads of its own, shared as {@link
 * LookupShares} says. Only one lookup per host runs at a time, for all callers. Addresses need no
 * lookup.
 *
 * <p>A caller that finds no thread waits for a part of its time, so that the lookup has the rest,
 * and is then put off; nothing was learnt about the name. A caller whose lookup has a thread is
 * never put off, however long it takes. Threads are given in round-robin order, so each name is
 * looked up in the end. A name that does not resolve then fails for that reason.
 *
 * <p>Any thread may use it.
 */
public final class SystemNameResolver implements NameResolver {

  /** A lookup that takes longer counts as slow; others should not have to wait for it. */
  private static final Duration PROMPT = Duration.ofSeconds(1);

  private static final int MOST_REMEMBERED = 10_000;

  /**
   * How many callers of one tenant may wait. Each holds one of the deliveries in flight, whose
   * number bounds all callers together.
   */
  static final int MOST_WAITING = 64;

  /** How long a caller waits for a thread, as a fraction of the attempt's timeout. */
  private static final int WAITS_PART = 4;

  private final Vertx vertx;
  private final Duration timeout;
  private final Runnable whenPutOff;
  private final Executor threads;
  private final BlockingLookup system;
  private final LongSupplier nanoTime;

  private final LookupShares shares;
  private final HostHistory history = new HostHistory(MOST_REMEMBERED);
  private final Map<String, Lookup> running = new HashMap<>();
  private final List<Asker> waiting = new ArrayList<>();

  /**
   * @param threads at most; they end when they are not needed
   * @param timeout of one attempt, after which nobody waits for the answer
   * @param whenPutOff counts callers that are put off
   */
  public SystemNameResolver(Vertx vertx, int threads, Duration timeout, Runnable whenPutOff) {
    this(
        vertx,
        threads,
        timeout,
        whenPutOff,
        // It grows as needed; the shares bound what runs.
        Executors.newCachedThreadPool(
            Thread.ofPlatform().daemon().name("imas-notifier-dns-", 0).factory()),
        host -> List.of(InetAddress.getAllByName(host)),
        System::nanoTime);
  }

  public SystemNameResolver(
      Vertx vertx,
      int most,
      Duration timeout,
      Runnable whenPutOff,
      Executor threads,
      BlockingLookup system,
      LongSupplier nanoTime) {
    this.vertx = vertx;
    this.timeout = timeout;
    this.whenPutOff = whenPutOff;
    this.threads = threads;
    this.system = system;
    this.nanoTime = nanoTime;
    this.shares = new LookupShares(most);
  }

  /** Blocks until there is an answer, or a failure. */
  @FunctionalInterface
  public interface BlockingLookup {
    List<InetAddress> of(String host) throws UnknownHostException;
  }

  @Override
  public Future<Resolution> resolve(TenantId tenant, String host) {
    InetAddress literal = literal(host);
    if (literal != null) {
      return Future.succeededFuture(new Resolution.Found(List.of(literal)));
    }
    Asker asker =
        new Asker(
            tenant,
            host.toLowerCase(Locale.ROOT),
            nanoTime.getAsLong(),
            vertx.getOrCreateContext(),
            Promise.promise());
    ask(asker);
    return asker.answer.future();
  }

  private static @Nullable InetAddress literal(String host) {
    try {
      return InetAddress.ofLiteral(host);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  private synchronized void ask(Asker asker) {
    Lookup same = running.get(asker.host);
    if (same != null) {
      same.join(asker, nanoTime.getAsLong() - timeout.toNanos());
    } else if (mayStart(asker)) {
      start(asker);
    } else if (isQueueFull(asker.tenant)) {
      putOff(asker);
    } else {
      waiting.add(asker);
      vertx.setTimer(Math.max(1, timeout.toMillis() / WAITS_PART), tooLong -> stopWaiting(asker));
    }
  }

  private boolean mayStart(Asker asker) {
    return shares.hasRoom(asker.tenant, history.of(asker.host));
  }

  private boolean isQueueFull(TenantId tenant) {
    return waiting.stream().filter(asker -> asker.tenant.equals(tenant)).count() >= MOST_WAITING;
  }

  private synchronized void stopWaiting(Asker asker) {
    if (waiting.remove(asker)) {
      putOff(asker);
    }
  }

  private void putOff(Asker asker) {
    whenPutOff.run();
    asker.tell(Future.succeededFuture(new Resolution.PutOff()));
  }

  private void start(Asker first) {
    Lookup lookup = new Lookup(first, history.of(first.host));
    // The thread ends only after the lock is released. If none can be had, nothing has changed.
    threads.execute(() -> run(lookup));
    shares.began(lookup.tenant, lookup.standing);
    running.put(lookup.host, lookup);
    lookup.askers.add(first);
    waiting.remove(first);
    // Others may have waited for the same host, each for room of its own tenant.
    waiting.removeIf(asker -> asker.host.equals(lookup.host) && lookup.askers.add(asker));
  }

  private void run(Lookup lookup) {
    long begun = nanoTime.getAsLong();
    Future<Resolution> answer = Future.failedFuture(new UnknownHostException(lookup.host));
    try {
      answer = Future.succeededFuture(new Resolution.Found(system.of(lookup.host)));
    } catch (UnknownHostException | RuntimeException e) {
      answer = Future.failedFuture(e);
    } finally {
      ended(lookup, answer, nanoTime.getAsLong() - begun <= PROMPT.toNanos());
    }
  }

  private synchronized void ended(Lookup lookup, Future<Resolution> answer, boolean promptly) {
    running.remove(lookup.host);
    shares.ended(lookup.tenant, lookup.standing);
    history.ended(lookup.host, promptly && answer.succeeded());
    lookup.askers.forEach(asker -> asker.tell(answer));
    startWaiting();
  }

  private void startWaiting() {
    for (Optional<Asker> next = next(); next.isPresent(); next = next()) {
      start(next.get());
    }
  }

  /** Of the lookups that may start: the first one of the tenant with the fewest threads. */
  private Optional<Asker> next() {
    return waiting.stream()
        .filter(this::mayStart)
        .min(Comparator.comparingInt(asker -> shares.of(asker.tenant)));
  }

  /**
   * A lookup in flight, with all callers that want its answer. It counts towards the share of the
   * first one.
   */
  private static final class Lookup {
    private final TenantId tenant;
    private final String host;
    private final Standing standing;
    private final Deque<Asker> askers = new ArrayDeque<>();

    Lookup(Asker first, Standing standing) {
      this.tenant = first.tenant;
      this.host = first.host;
      this.standing = standing;
    }

    /**
     * Callers that asked before this moment have given up. Without this, a lookup that never ends
     * would keep all of them.
     */
    void join(Asker asker, long givenUp) {
      while (!askers.isEmpty() && askers.getFirst().since - givenUp < 0) {
        askers.removeFirst();
      }
      askers.add(asker);
    }
  }

  /** A caller that waits for an answer and gets it on its own context. */
  private record Asker(
      TenantId tenant, String host, long since, Context context, Promise<Resolution> answer) {

    void tell(Future<Resolution> resolution) {
      try {
        context.runOnContext(
            there -> resolution.onSuccess(answer::complete).onFailure(answer::fail));
      } catch (RejectedExecutionException stopped) {
        answer.tryFail(stopped); // The process is stopping, so nobody listens.
      }
    }
  }
}
