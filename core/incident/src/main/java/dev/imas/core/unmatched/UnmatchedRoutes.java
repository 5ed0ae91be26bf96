package dev.imas.core.unmatched;

import dev.imas.core.access.Permission;
import dev.imas.core.catalog.ServiceRepository;
import dev.imas.core.http.Answer;
import dev.imas.core.http.Api;
import dev.imas.core.http.Body;
import dev.imas.core.http.Call;
import dev.imas.core.http.Reference;
import dev.imas.core.incident.Reassignment;
import dev.imas.core.incident.Reassignment.Moved;
import dev.imas.core.platform.Fault;
import dev.imas.core.platform.Transactions;
import dev.imas.core.platform.Tx;
import dev.imas.core.unmatched.UnmatchedRepository.Bounds;
import dev.imas.core.unmatched.UnmatchedRepository.Unmatched;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** {@code /unmatched-names}: what alerts named, and no service is called. */
final class UnmatchedRoutes {

  static final int MOST_NAMES = 1_000;
  private static final int MOST_MOVED = 100;

  /** Of triage. What has an owner is not looked at. */
  private static final Bounds BOUNDS = new Bounds(2_000, 10_000, MOST_NAMES + 1);

  private static final Duration LOOKS_BACK = Duration.ofDays(30);
  private static final int LONGEST_NAME = 2_000;

  private final Transactions transactions;
  private final ServiceRepository services;
  private final Reassignment reassignment;
  private final InstantSource clock;
  private final UnmatchedRepository unmatched = new UnmatchedRepository();

  UnmatchedRoutes(
      Transactions transactions,
      ServiceRepository services,
      Reassignment reassignment,
      InstantSource clock) {
    this.transactions = transactions;
    this.services = services;
    this.reassignment = reassignment;
    this.clock = clock;
  }

  void mount(Api api) {
    api.get("/unmatched-names", Permission.SERVICE_READ, this::list);
    // What else it needs is asked for the team that owns triage.
    api.post("/unmatched-names/reassign", Permission.INCIDENT_READ, this::reassign);
  }

  record Named(UUID id, String name) {}

  /**
   * @param service the service that the name finds by now; null for none
   */
  record Line(
      Named source,
      String name,
      int alertCount,
      Instant firstSeen,
      Instant lastSeen,
      int openIncidents,
      @Nullable UUID service) {}

  /**
   * @param isFull whether there are more names
   */
  record Lines(List<Line> items, boolean isFull) {

    Lines {
      items = List.copyOf(items);
    }
  }

  private Answer list(Call call) {
    call.query();
    return Answer.ok(transactions.call(call.tenant(), this::lines));
  }

  private Lines lines(Tx tx) {
    List<Unmatched> found = unmatched.list(tx, since(), BOUNDS);
    List<Unmatched> shown = found.subList(0, Math.min(MOST_NAMES, found.size()));
    Map<String, UUID> known =
        services.named(tx, shown.stream().map(Unmatched::name).distinct().toList());
    List<Line> lines = new ArrayList<>();
    for (Unmatched one : shown) {
      UUID service = known.get(one.name());
      if (service == null || one.openCount() > 0) {
        lines.add(
            new Line(
                new Named(one.sourceId(), one.sourceName()),
                one.name(),
                one.alertCount(),
                one.firstSeen(),
                one.lastSeen(),
                one.openCount(),
                service));
      }
    }
    return new Lines(lines, found.size() > MOST_NAMES);
  }

  /**
   * @param left how many open incidents in triage have the name still
   */
  record Reassigned(List<String> moved, List<String> refused, int left) {

    Reassigned {
      moved = List.copyOf(moved);
      refused = List.copyOf(refused);
    }
  }

  private record Asked(UUID triage, UUID to, List<UUID> open) {}

  private Answer reassign(Call call) {
    Body body = call.body().only("name", "service");
    String name = body.requiredText("name", LONGEST_NAME).strip();
    String service = body.requiredText("service", 200).strip();
    body.throwIfFaulty();
    Asked asked =
        transactions.call(
            call.tenant(),
            tx -> {
              UUID triage = unmatched.triage(tx).orElse(Reference.NOTHING);
              call.require(Permission.INCIDENT_EDIT, unmatched.ownerOfTriage(tx).orElse(null));
              return new Asked(triage, service(tx, service), open(tx, name));
            });
    if (asked.to().equals(asked.triage())) {
      throw Fault.invalid(
          "/service",
          "/service: the incidents are in triage already; name the service they are of");
    }
    Moved moved =
        reassignment.move(
            call,
            asked.open().subList(0, Math.min(MOST_MOVED, asked.open().size())),
            asked.triage(),
            asked.to());
    int left = transactions.call(call.tenant(), tx -> open(tx, name).size());
    return Answer.ok(new Reassigned(moved.moved(), moved.refused(), left));
  }

  private List<UUID> open(Tx tx, String name) {
    return unmatched.open(tx, name, since(), BOUNDS, BOUNDS.incidents());
  }

  private UUID service(Tx tx, String service) {
    return services
        .findInUse(tx, service)
        .await()
        .orElseThrow(
            () ->
                Fault.invalid(
                    "/service",
                    "/service: there is no active service '"
                        + service
                        + "'; create it or name another"));
  }

  private Instant since() {
    return clock.instant().minus(LOOKS_BACK);
  }
}
