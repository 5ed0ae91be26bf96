package dev.imas.core.statuspage;

import dev.imas.core.model.TenantId;
import dev.imas.core.platform.Transactions;
import dev.imas.core.statuspage.PageRepository.Published;
import dev.imas.core.subscriber.Subscriptions.Site;
import dev.imas.core.work.Next;
import dev.imas.core.work.PassObserver;
import dev.imas.core.work.WorkLoop;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the public pages of all tenants in memory, as they are served: written once per change and
 * once a minute, whoever reads them. So a crowd costs the database nothing, and while the database
 * does not answer, the last state is served with its age. On a virtual thread.
 */
public final class StatusPages extends VerticleBase {

  private static final Logger log = LoggerFactory.getLogger(StatusPages.class);

  private static final Duration EVERY = Duration.ofSeconds(2);

  /** A page is written anew after so long without a change, since it says of when it is. */
  private static final Duration LIFE = Duration.ofMinutes(1);

  /** Of all tenants together: each is some ten kilobytes. */
  private static final int MOST = 5_000;

  /** Read by one query. */
  private static final int AT_ONCE = 500;

  /** How long pages without a change are written before changes are looked for again. */
  private static final Duration RENEWING = Duration.ofSeconds(1);

  private final StatusConfig config;
  private final Transactions transactions;
  private final InstantSource clock;
  private final Optional<Snapshots> snapshots;
  private final PageRepository settings = new PageRepository();
  private final ContentRepository contents = new ContentRepository();
  private final Map<String, PublicPage> pages = new ConcurrentHashMap<>();

  /** The slugs of those that could not be written the last time; for passes alone. */
  private final Set<String> failing = new HashSet<>();

  private volatile boolean isRead;
  private boolean isFull;

  private final WorkLoop loop;

  public StatusPages(StatusConfig config, Transactions transactions, InstantSource clock) {
    this.config = config;
    this.transactions = transactions;
    this.clock = clock;
    this.snapshots = config.snapshots().map(Snapshots::new);
    this.loop =
        new WorkLoop(
            EVERY,
            PassObserver.quiet(log, "The public status pages cannot be read"),
            () -> Future.succeededFuture(look()));
  }

  @Override
  public Future<?> start() {
    if (config.isOn()) {
      loop.start(context);
    }
    return Future.succeededFuture();
  }

  @Override
  public Future<?> stop() {
    return loop.stop(Duration.ofSeconds(2));
  }

  /** What is before the slug in addresses; null if this process serves no pages. */
  @Nullable String addressOf() {
    return config.url() == null ? null : config.url() + "/status/";
  }

  /** Where all pages are served, without a slash at the end; null if this process serves none. */
  @Nullable String site() {
    return config.url();
  }

  /** Looks at once, since something was changed here. */
  void changed() {
    loop.wake();
  }

  /** Whether every page was written once since the start, if it could be. */
  boolean isRead() {
    return isRead;
  }

  /** The page of that slug, if the public may read it. */
  Optional<PublicPage> find(String slug) {
    return Optional.ofNullable(pages.get(slug));
  }

  private Next look() {
    List<Published> published = published();
    Set<String> slugs = new HashSet<>();
    List<Published> same = new ArrayList<>();
    for (Published one : published) {
      slugs.add(one.slug());
      PublicPage known = pages.get(one.slug());
      if (known == null || known.revision() != one.revision()) {
        tryToWrite(one);
      } else if (!known.asOf().plus(LIFE).isAfter(clock.instant())) {
        same.add(one);
      }
    }
    failing.retainAll(slugs);
    pages.keySet().retainAll(slugs);
    snapshots.ifPresent(folder -> folder.keepOnly(slugs));
    isRead = true;
    return renew(same);
  }

  /** All of them, page by page. */
  private List<Published> published() {
    List<Published> all = new ArrayList<>();
    List<Published> next;
    do {
      String after = all.isEmpty() ? "" : all.getLast().slug();
      next = transactions.runUnbound(tx -> settings.published(tx, after, AT_ONCE)).await();
      all.addAll(next);
    } while (next.size() == AT_ONCE && all.size() < MOST);
    if (all.size() >= MOST && !isFull) {
      log.atWarn()
          .addKeyValue("pages", MOST)
          .log("There are more public status pages than are served; the first by their slugs are");
    }
    isFull = all.size() >= MOST;
    return all;
  }

  /** Thousands that are due in the same minute must not hold up a change. */
  private Next renew(List<Published> same) {
    long end = System.nanoTime() + RENEWING.toNanos();
    for (Published one : same) {
      if (System.nanoTime() - end > 0) {
        return Next.MORE;
      }
      tryToWrite(one);
    }
    return Next.IDLE;
  }

  /** What is wrong with one page keeps no other from being written. */
  private void tryToWrite(Published one) {
    try {
      write(one);
      failing.remove(one.slug());
    } catch (RuntimeException e) {
      if (failing.add(one.slug())) {
        log.atWarn()
            .setCause(e)
            .addKeyValue("slug", one.slug())
            .log("A public status page cannot be written; it stays as it was, and is tried again");
      }
    }
  }

  private record Read(Content content, boolean subscriptions) {}

  private void write(Published one) {
    Instant now = clock.instant();
    TenantId tenant = new TenantId(one.tenant());
    Read read =
        transactions.call(
            tenant,
            tx -> new Read(contents.read(tx, now), settings.read(tx, addressOf()).subscriptions()));
    StatusView view = read.content.at(now, now);
    String before = addressOf();
    String address = (before == null ? "" : before) + one.slug();
    String site = config.url();
    Site subscribed =
        site != null && read.subscriptions ? new Site(tenant, view.name(), site, address) : null;
    pages.put(one.slug(), PublicPage.of(one.revision(), view, address, subscribed));
    snapshots.ifPresent(
        folder -> folder.write(one.slug(), view, subscribed == null ? "" : address));
  }
}
