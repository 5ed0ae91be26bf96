package dev.imas.core.delivery;

import dev.imas.core.access.Permission;
import dev.imas.core.bus.DeliveriesQueued;
import dev.imas.core.delivery.ReplayRepository.Dead;
import dev.imas.core.delivery.ReplayRepository.DeadFilter;
import dev.imas.core.http.Answer;
import dev.imas.core.http.Api;
import dev.imas.core.http.Audit;
import dev.imas.core.http.Body;
import dev.imas.core.http.Call;
import dev.imas.core.http.Reference;
import dev.imas.core.model.Severity;
import dev.imas.core.platform.Fault;
import dev.imas.core.platform.Transactions;
import dev.imas.core.platform.Tx;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * {@code POST /deliveries/replay}: sends dead deliveries again, many at once (NTF-29). What has
 * been overtaken since is not sent, but counted with its reason.
 */
public final class BulkReplayRoutes {

  /** Looked at by one request. */
  private static final int MOST = 1_000;

  private static final int USUAL = 200;
  private static final int EXAMPLES = 5;

  /**
   * Why some are not sent.
   *
   * @param ids of the first ones
   */
  record Left(String reason, int count, List<UUID> ids) {}

  /**
   * @param looked how many dead deliveries were looked at
   * @param replayed how many wait again, or of a dry run would
   * @param hasMore whether more fit the filter
   */
  record Replayed(
      boolean dryRun, int looked, int replayed, List<UUID> ids, List<Left> left, boolean hasMore) {}

  private final Transactions transactions;
  private final BiFunction<Tx, String, Future<Optional<UUID>>> incidentIds;
  private final BiFunction<Tx, Reference, Future<Optional<UUID>>> providerIds;
  private final DeliveryQueue queue;
  private final ReplayRepository replays = new ReplayRepository();

  /**
   * @param incidentIds finds an incident's id by UUID or short id
   * @param providerIds finds a provider's id by name or id
   */
  public BulkReplayRoutes(
      Transactions transactions,
      BiFunction<Tx, String, Future<Optional<UUID>>> incidentIds,
      BiFunction<Tx, Reference, Future<Optional<UUID>>> providerIds,
      DeliveryQueue queue) {
    this.transactions = transactions;
    this.incidentIds = incidentIds;
    this.providerIds = providerIds;
    this.queue = queue;
  }

  public void mount(Api api) {
    api.post("/deliveries/replay", Permission.DELIVERY_REPLAY, this::replay);
  }

  /** What a request asks for, before names are looked up. */
  private record Asked(
      @Nullable String channel,
      @Nullable String provider,
      @Nullable UUID receiver,
      @Nullable String incident,
      @Nullable Instant from,
      @Nullable Instant to,
      int limit,
      boolean dryRun) {

    boolean isAll() {
      return channel == null
          && provider == null
          && receiver == null
          && incident == null
          && from == null
          && to == null;
    }
  }

  private Answer replay(Call call) {
    Body body =
        call.body()
            .only("channel", "provider", "receiver", "incident", "from", "to", "limit", "dry_run");
    Asked asked =
        new Asked(
            body.text("channel", 20),
            body.text("provider", 200),
            body.uuid("receiver"),
            body.text("incident", 200),
            body.time("from"),
            body.time("to"),
            body.whole("limit", 1, MOST, USUAL),
            body.flag("dry_run", false));
    if (asked.isAll() && !asked.dryRun) {
      body.fault(
          "/from",
          "is missing: say which deliveries by channel, provider, receiver, incident, from or to,"
              + " or set dry_run");
    }
    body.throwIfFaulty();
    return Answer.ok(transactions.call(call.tenant(), tx -> replay(call, tx, asked)));
  }

  private Replayed replay(Call call, Tx tx, Asked asked) {
    List<Dead> found = replays.judge(tx, filter(tx, asked), asked.limit + 1);
    boolean hasMore = found.size() > asked.limit;
    List<Dead> dead = hasMore ? found.subList(0, asked.limit) : found;
    Map<String, List<UUID>> left = new TreeMap<>();
    List<UUID> good = new ArrayList<>();
    for (Dead one : dead) {
      String reason = one.left();
      if (reason == null) {
        good.add(one.id());
      } else {
        left.computeIfAbsent(reason, r -> new ArrayList<>()).add(one.id());
      }
    }
    List<UUID> revived = asked.dryRun ? good : replays.revive(tx, good);
    Replayed replayed =
        new Replayed(
            asked.dryRun, dead.size(), revived.size(), first(revived), left(left), hasMore);
    if (!asked.dryRun && !revived.isEmpty()) {
      queue.announceCommitted(tx, new DeliveriesQueued(revived.size(), urgent(dead, revived)));
      call.audit(
          tx,
          new Audit.Change(
              new Audit.Subject("delivery", null), "replay", null, kept(asked, replayed)));
    }
    return replayed;
  }

  private static Severity urgent(List<Dead> dead, List<UUID> revived) {
    Set<UUID> ids = new HashSet<>(revived);
    return dead.stream()
        .filter(one -> ids.contains(one.id()))
        .map(Dead::urgency)
        .min(Severity::compareTo)
        .orElse(Severity.SEV4_LOW);
  }

  private static List<UUID> first(List<UUID> ids) {
    return List.copyOf(ids.subList(0, Math.min(EXAMPLES, ids.size())));
  }

  private static List<Left> left(Map<String, List<UUID>> byReason) {
    return byReason.entrySet().stream()
        .map(e -> new Left(e.getKey(), e.getValue().size(), first(e.getValue())))
        .toList();
  }

  private static Map<String, Object> kept(Asked asked, Replayed replayed) {
    Map<String, Object> kept = new LinkedHashMap<>();
    put(kept, "channel", asked.channel);
    put(kept, "provider", asked.provider);
    put(kept, "receiver", asked.receiver);
    put(kept, "incident", asked.incident);
    put(kept, "from", asked.from);
    put(kept, "to", asked.to);
    kept.put("replayed", replayed.replayed);
    return kept;
  }

  private static void put(Map<String, Object> kept, String name, @Nullable Object value) {
    if (value != null) {
      kept.put(name, value.toString());
    }
  }

  private DeadFilter filter(Tx tx, Asked asked) {
    UUID provider = null;
    if (asked.provider != null) {
      provider =
          providerIds
              .apply(tx, Reference.of(asked.provider.strip()))
              .await()
              .orElseThrow(
                  () -> Fault.invalid("/provider", "names " + asked.provider + ", which is none"));
    }
    UUID incident = null;
    if (asked.incident != null) {
      incident =
          incidentIds
              .apply(tx, asked.incident.strip())
              .await()
              .orElseThrow(
                  () -> Fault.invalid("/incident", "names " + asked.incident + ", which is none"));
    }
    return new DeadFilter(asked.channel, provider, asked.receiver, incident, asked.from, asked.to);
  }
}
