package dev.imas.core.impact;

import dev.imas.core.access.Permission;
import dev.imas.core.catalog.DependencyRepository;
import dev.imas.core.catalog.ServiceGraph.Edge;
import dev.imas.core.http.Answer;
import dev.imas.core.http.Api;
import dev.imas.core.http.Call;
import dev.imas.core.impact.ImpactRepository.Known;
import dev.imas.core.impact.ImpactRepository.OpenOnes;
import dev.imas.core.impact.ImpactView.Impact;
import dev.imas.core.impact.ImpactView.Line;
import dev.imas.core.impact.ImpactView.Named;
import dev.imas.core.impact.ImpactWalk.Direction;
import dev.imas.core.incident.Incident;
import dev.imas.core.incident.IncidentRepository;
import dev.imas.core.platform.Transactions;
import dev.imas.core.platform.Tx;
import dev.imas.core.retention.Missing;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;

/** {@code /incidents/{id}/impact}: what may have caused it, and who suffers. */
final class ImpactRoutes {

  /** Of both directions together. */
  private static final int MOST_SERVICES = 200;

  /** So that many dependants leave room for causes, and the other way round. */
  private static final int MOST_UPSTREAM = 100;

  private static final int MOST_EDGES_AT_ONCE = 2_000;
  private static final int MOST_OPEN_SHOWN = 5;

  private final Transactions transactions;
  private final IncidentRepository incidents;
  private final Missing missing;
  private final DependencyRepository dependencies = new DependencyRepository();
  private final ImpactRepository around = new ImpactRepository();

  ImpactRoutes(Transactions transactions, IncidentRepository incidents, Missing missing) {
    this.transactions = transactions;
    this.incidents = incidents;
    this.missing = missing;
  }

  void mount(Api api) {
    api.get("/incidents/{id}/impact", Permission.INCIDENT_READ, this::impact);
  }

  private Answer impact(Call call) {
    String reference = call.path("id");
    return Answer.ok(
        transactions.call(
            call.tenant(),
            tx -> {
              Incident incident =
                  incidents
                      .findId(tx, reference)
                      .await()
                      .flatMap(id -> incidents.read(tx, id).await())
                      .orElseThrow(() -> missing.incident(reference));
              return of(tx, incident.serviceId());
            }));
  }

  private Impact of(Tx tx, UUID service) {
    ImpactWalk up = walk(tx, Direction.UPSTREAM, service, MOST_UPSTREAM);
    ImpactWalk down = walk(tx, Direction.DOWNSTREAM, service, MOST_SERVICES - up.reached().size());
    Set<UUID> all = new HashSet<>(up.reached());
    all.addAll(down.reached());
    Map<UUID, OpenOnes> open = all.isEmpty() ? Map.of() : around.open(tx, all, MOST_OPEN_SHOWN);
    all.add(service);
    Map<UUID, Known> known = around.services(tx, all);
    List<Line> causes = new ArrayList<>(lines(up, known, open));
    causes.removeIf(line -> line.openCount() == 0);
    causes.sort(
        Comparator.comparing((Line line) -> line.path().size())
            .thenComparing(line -> line.openIncidents().getFirst().severity())
            .thenComparing(line -> line.service().name()));
    List<Line> affected = new ArrayList<>(lines(down, known, open));
    affected.sort(
        Comparator.comparing(Line::tier)
            .thenComparing(line -> line.path().size())
            .thenComparing(line -> line.service().name()));
    Named own = Objects.requireNonNull(known.get(service), "an incident's service").service();
    return new Impact(own, causes, affected, up.isCut() || down.isCut());
  }

  private ImpactWalk walk(Tx tx, Direction direction, UUID service, int most) {
    ImpactWalk walk = new ImpactWalk(direction, service, most);
    while (!walk.frontier().isEmpty()) {
      List<Edge> edges =
          direction == Direction.UPSTREAM
              ? dependencies.upstream(tx, walk.frontier(), MOST_EDGES_AT_ONCE)
              : dependencies.downstream(tx, walk.frontier(), MOST_EDGES_AT_ONCE);
      walk.step(edges, edges.size() < MOST_EDGES_AT_ONCE);
    }
    return walk;
  }

  /** A service that was deleted at this moment is left out. */
  private static List<Line> lines(
      ImpactWalk walk, Map<UUID, Known> known, Map<UUID, OpenOnes> open) {
    List<Line> lines = new ArrayList<>();
    for (UUID reached : walk.reached()) {
      Known service = known.get(reached);
      if (service != null) {
        OpenOnes ones = open.getOrDefault(reached, OpenOnes.NONE);
        lines.add(
            new Line(
                service.service(),
                service.tier(),
                service.team(),
                ones.count(),
                ones.worst(),
                walk.path(reached).stream()
                    .map(known::get)
                    .filter(Objects::nonNull)
                    .map(Known::service)
                    .toList()));
      }
    }
    return lines;
  }
}
