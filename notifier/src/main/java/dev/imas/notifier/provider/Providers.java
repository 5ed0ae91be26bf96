package dev.imas.notifier.provider;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.imas.core.model.ProviderKind;
import dev.imas.core.model.TenantId;
import dev.imas.core.platform.Json;
import dev.imas.core.platform.Platform;
import dev.imas.core.platform.Transactions;
import dev.imas.notifier.channel.Channel;
import dev.imas.notifier.channel.ChannelPorts;
import dev.imas.notifier.channel.InstalledKind;
import dev.imas.notifier.channel.InstalledProvider;
import dev.imas.notifier.channel.NotOffered;
import dev.imas.notifier.channel.ProviderConfig;
import dev.imas.notifier.throttle.CircuitPolicy;
import dev.imas.notifier.throttle.ProviderGate;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The providers of tenants, read when a message needs them and kept for a moment. A changed
 * provider is another version, with a channel and a closed circuit of its own. Any thread may use
 * it.
 */
public final class Providers {

  private static final Logger log = LoggerFactory.getLogger(Providers.class);

  /** How long a read is used. A change takes effect within this time and that of the read. */
  static final Duration FRESH = Duration.ofSeconds(2);

  /** How long a read is used when the database does not answer. */
  private static final Duration LAST_RESORT = Duration.ofMinutes(5);

  /**
   * Of tenants and channels. Beyond it, those that were not needed for the longest are forgotten.
   */
  static final int MOST = 5_000;

  private static final TypeReference<Map<String, Object>> CONFIG = new TypeReference<>() {};

  private record Key(TenantId tenant, String channel) {}

  private record Kept(Instant readAt, List<OpenProvider> providers) {}

  private final ProviderStateRepository repository;
  private final Platform platform;
  private final ChannelPorts ports;
  private final CircuitPolicy policy;
  private final LinkedHashMap<Key, Kept> kept = new LinkedHashMap<>(16, 0.75f, true);
  private final Map<Key, Future<List<OpenProvider>>> reading = new LinkedHashMap<>();

  public Providers(Transactions transactions, ChannelPorts ports, CircuitPolicy policy) {
    this.repository = new ProviderStateRepository(transactions);
    this.platform = ports.platform();
    this.ports = ports;
    this.policy = policy;
  }

  /**
   * The tenant's providers for a channel, active or not, in the order in which they are tried.
   * Fails when they cannot be read and were not read lately.
   */
  Future<List<OpenProvider>> of(TenantId tenant, InstalledKind kind) {
    Key key = new Key(tenant, kind.type());
    synchronized (this) {
      Kept known = kept.get(key);
      if (known != null && isWithin(known, FRESH)) {
        return Future.succeededFuture(known.providers);
      }
      Future<List<OpenProvider>> underWay = reading.get(key);
      if (underWay != null) {
        return underWay;
      }
      Future<List<OpenProvider>> read =
          repository
              .find(tenant, kind.type())
              .map(rows -> keep(key, kind, rows))
              .recover(failure -> lastResort(known, failure));
      if (!read.isComplete()) {
        reading.put(key, read);
        read.onComplete(done -> forgetReading(key));
      }
      return read;
    }
  }

  private synchronized void forgetReading(Key key) {
    reading.remove(key);
  }

  private Future<List<OpenProvider>> lastResort(@Nullable Kept known, Throwable failure) {
    return known != null && isWithin(known, LAST_RESORT)
        ? Future.succeededFuture(known.providers)
        : Future.failedFuture(failure);
  }

  /** A clock that was set back makes a read old. */
  private boolean isWithin(Kept known, Duration time) {
    Instant now = platform.clock().instant();
    return !now.isBefore(known.readAt) && now.isBefore(known.readAt.plus(time));
  }

  private synchronized List<OpenProvider> keep(
      Key key, InstalledKind kind, List<ProviderRow> rows) {
    Kept before = kept.get(key);
    List<OpenProvider> open = new ArrayList<>();
    for (ProviderRow row : rows) {
      OpenProvider same = before == null ? null : same(before.providers, row);
      open.add(same == null ? open(key.tenant, kind, row) : same);
    }
    kept.put(key, new Kept(platform.clock().instant(), List.copyOf(open)));
    if (before != null) {
      before.providers.stream().filter(p -> !open.contains(p)).forEach(this::close);
    }
    if (kept.size() > MOST) {
      Key oldest = kept.firstEntry().getKey();
      Kept forgotten = kept.remove(oldest);
      if (forgotten != null) {
        forgotten.providers.forEach(this::close);
      }
    }
    return List.copyOf(open);
  }

  private static @Nullable OpenProvider same(List<OpenProvider> before, ProviderRow row) {
    return before.stream()
        .filter(p -> p.id().equals(row.id()) && p.version() == row.version())
        .findFirst()
        .orElse(null);
  }

  private OpenProvider open(TenantId tenant, InstalledKind kind, ProviderRow row) {
    return new OpenProvider(
        tenant,
        row.id(),
        row.name(),
        row.type(),
        row.version(),
        row.isActive(),
        channel(tenant, kind, row),
        new ProviderGate(row.concurrency(), policy));
  }

  /** A provider that cannot be opened refuses each message, with the reason. */
  private Channel channel(TenantId tenant, InstalledKind kind, ProviderRow row) {
    InstalledProvider type =
        kind.providers().stream().filter(p -> p.type().equals(row.type())).findFirst().orElse(null);
    if (type == null) {
      return new NotOffered("this notifier does not know providers of type " + row.type());
    }
    try {
      return type.open(
          new ProviderConfig(type, Json.read(row.config(), CONFIG), secrets(tenant, row)), ports);
    } catch (RuntimeException e) {
      log.atWarn()
          .addKeyValue("provider", row.id())
          .addKeyValue("type", row.type())
          .addKeyValue("reason", e.getMessage())
          .log("A provider cannot be used; each message through it is refused");
      return new NotOffered("the provider cannot be used: " + e.getMessage());
    }
  }

  private Map<String, String> secrets(TenantId tenant, ProviderRow row) {
    byte[] sealed = row.sealedSecrets();
    UUID id = row.id();
    return sealed.length == 0
        ? Map.of()
        : Json.readTexts(platform.secrets().open(sealed, ProviderKind.sealedFor(tenant, id)));
  }

  /** What is in flight has a while to end. */
  private void close(OpenProvider provider) {
    if (provider.gate().isBusy()) {
      platform
          .vertx()
          .setTimer(Duration.ofMinutes(1).toMillis(), later -> close(provider.channel()));
    } else {
      close(provider.channel());
    }
  }

  private static void close(Channel channel) {
    channel.close().onFailure(e -> log.atDebug().setCause(e).log("A provider did not close"));
  }

  synchronized int size() {
    return kept.size();
  }
}
