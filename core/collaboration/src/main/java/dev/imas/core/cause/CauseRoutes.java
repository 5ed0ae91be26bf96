package dev.imas.core.cause;

import dev.imas.core.access.Permission;
import dev.imas.core.cause.CauseRepository.Stored;
import dev.imas.core.http.Api;
import dev.imas.core.http.Audit;
import dev.imas.core.http.Body;
import dev.imas.core.http.SingleResource;
import dev.imas.core.http.SingleRoutes;
import dev.imas.core.http.Versioned;
import dev.imas.core.platform.Transactions;
import dev.imas.core.platform.Tx;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;

/** {@code /causes}: from which causes one is chosen when an incident is resolved. */
final class CauseRoutes {

  /**
   * As the API has it.
   *
   * @param archived what could be chosen before, by key
   */
  record Shown(List<Cause> causes, List<Leaf> archived, int version) implements Versioned {

    Shown {
      causes = List.copyOf(causes);
      archived = List.copyOf(archived);
    }
  }

  record Cause(UUID id, String key, String label, List<Leaf> causes) {

    Cause {
      causes = List.copyOf(causes);
    }
  }

  record Leaf(UUID id, String key, String label) {

    static Leaf of(Stored stored) {
      return new Leaf(stored.id(), stored.key(), stored.label());
    }
  }

  private final CauseRepository repository = new CauseRepository();
  private final InstantSource clock;
  private final SingleRoutes<Shown, CauseDraft> routes;

  CauseRoutes(Transactions transactions, InstantSource clock) {
    this.clock = clock;
    this.routes = new SingleRoutes<>(transactions, new Causes());
  }

  void mount(Api api) {
    routes.mount(api, "/causes", Permission.INCIDENT_READ, Permission.FIELD_MANAGE);
  }

  /** The tenant's one. */
  SingleRoutes<? extends Versioned, ?> single() {
    return routes;
  }

  private final class Causes implements SingleResource<Shown, CauseDraft> {

    @Override
    public Audit.Subject subject() {
      return new Audit.Subject("causes", null);
    }

    @Override
    public Shown current(Tx tx) {
      List<Stored> all = repository.all(tx);
      List<Stored> active = all.stream().filter(one -> !one.isArchived()).toList();
      return new Shown(
          active.stream()
              .filter(one -> one.parent() == null)
              .map(one -> new Cause(one.id(), one.key(), one.label(), parts(active, one)))
              .toList(),
          all.stream().filter(Stored::isArchived).map(Leaf::of).toList(),
          repository.version(tx));
    }

    private List<Leaf> parts(List<Stored> active, Stored of) {
      return active.stream().filter(one -> of.id().equals(one.parent())).map(Leaf::of).toList();
    }

    @Override
    public CauseDraft read(Body body) {
      return CauseDraft.read(body);
    }

    @Override
    public boolean replace(Tx tx, CauseDraft wanted, int version) {
      return repository.replace(tx, wanted, version, clock.instant());
    }
  }
}
