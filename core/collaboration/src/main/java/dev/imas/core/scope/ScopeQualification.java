package dev.imas.core.scope;

import dev.imas.core.incident.Incident;
import dev.imas.core.incident.IncidentChange;
import dev.imas.core.incident.OpeningAlert;
import dev.imas.core.incident.Qualification;
import dev.imas.core.incident.Step;
import dev.imas.core.model.TenantId;
import dev.imas.core.platform.Tx;
import dev.imas.core.work.RememberedTenants;
import io.vertx.core.Future;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Adds scopes to incidents that alerts open, by the labels of the opening alert (ING-36). It reads
 * once a second which tenants have such scopes. So opening incidents of all others costs no
 * question, and a scope's new labels take effect within about a second in every process.
 *
 * <p>Where people are called anew to an incident, it says so to those whom its scopes concern.
 */
public final class ScopeQualification extends RememberedTenants implements Qualification {

  private final IncidentScopeRepository repository = new IncidentScopeRepository();

  public ScopeQualification() {
    super(new ScopeRepository()::labelled);
  }

  @Override
  public Future<List<IncidentChange>> qualify(Tx tx, List<IncidentChange> changes) {
    boolean byLabels =
        changes.stream().anyMatch(ScopeQualification::isOpenedByAlert) && mayHaveSome(tx.tenant());
    List<UUID> again =
        changes.stream()
            .filter(ScopeQualification::callsAnew)
            .map(change -> change.after().id())
            .toList();
    Set<String> named = named(changes);
    if (!byLabels && again.isEmpty() && named.isEmpty()) {
      return Future.succeededFuture(changes);
    }
    Future<List<Scope>> labelled =
        byLabels ? repository.labelled(tx) : Future.succeededFuture(List.of());
    Future<Map<UUID, List<Scope>>> had = repository.activeOf(tx, again);
    Future<List<Scope>> byRules = repository.named(tx, named);
    return Future.join(labelled, had, byRules)
        .map(
            read ->
                changes.stream()
                    .map(change -> qualified(change, labelled.result(), byRules.result()))
                    .map(change -> again(change, had.result()))
                    .toList());
  }

  /** The scopes that rules name for new incidents, in lower case. */
  private static Set<String> named(List<IncidentChange> changes) {
    Set<String> named = new HashSet<>();
    for (IncidentChange change : changes) {
      OpeningAlert alert = change.openedBy();
      if (alert != null && change.isNew()) {
        alert.actions().impactScopes().forEach(name -> named.add(name.toLowerCase(Locale.ROOT)));
      }
    }
    return named;
  }

  /** Whether it calls people to an incident that was there before. */
  private static boolean callsAnew(IncidentChange change) {
    return !change.isNew()
        && change.after().status().isOpen()
        && change.steps().stream()
            .map(Step::event)
            .anyMatch(event -> event != null && event.callsResponders() && !event.repeats());
  }

  private static IncidentChange again(IncidentChange change, Map<UUID, List<Scope>> had) {
    List<Scope> scopes = had.getOrDefault(change.after().id(), List.of());
    return scopes.isEmpty()
        ? change
        : change.then(
            ScopeSteps.again(change.after(), scopes, change.after().clocks().updatedAt()));
  }

  private boolean mayHaveSome(Optional<TenantId> tenant) {
    return tenant.filter(one -> mayContain(one.value())).isPresent();
  }

  private static boolean isOpenedByAlert(IncidentChange change) {
    return change.isNew() && change.openedBy() != null;
  }

  /**
   * @param labelled the scopes that alerts bring by their labels
   * @param named those that rules name
   */
  static IncidentChange qualified(IncidentChange change, List<Scope> labelled, List<Scope> named) {
    OpeningAlert alert = change.openedBy();
    if (alert == null || !change.isNew()) {
      return change;
    }
    IncidentChange qualified = change;
    Set<UUID> has = new HashSet<>();
    for (Scope scope : ScopeSteps.named(alert.actions().impactScopes(), named)) {
      has.add(scope.id());
      qualified = with(qualified, scope, "the rule that routed its alert names it");
    }
    for (Scope scope : ScopeSteps.broughtBy(alert.labels(), labelled)) {
      if (has.add(scope.id())) {
        qualified =
            with(qualified, scope, ScopeSteps.because(scope, alert.actions().labels().keySet()));
      }
    }
    return qualified;
  }

  private static IncidentChange with(IncidentChange change, Scope scope, String why) {
    Incident incident = change.after();
    return change.then(
        ScopeSteps.add(incident, scope, Incident.SYSTEM, why, incident.clocks().updatedAt()));
  }
}
