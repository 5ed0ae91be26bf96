package dev.imas.core.policy;

import dev.imas.core.catalog.ServiceRepository;
import dev.imas.core.contact.PersonReach;
import dev.imas.core.document.DocumentsOfKind;
import dev.imas.core.feature.CoreContext;
import dev.imas.core.feature.Feature;
import dev.imas.core.http.Api;
import dev.imas.core.http.ChangeGuard;
import dev.imas.core.incident.IncidentRepository;
import dev.imas.core.schedule.TeamReach;
import dev.imas.core.scheduler.Scheduler.Recurring;
import dev.imas.core.user.KeepsUser;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;

/** Escalation policies, and who would be called by them. */
public final class PolicyFeature implements Feature {

  private final CoreContext core;
  private final PersonReach people;
  private final TeamReach teams;
  private final PolicyRoutes policies;

  /**
   * @param named whether rules name a policy
   */
  public PolicyFeature(CoreContext core, PersonReach people, TeamReach teams, ChangeGuard named) {
    this.core = core;
    this.people = people;
    this.teams = teams;
    this.policies = new PolicyRoutes(core.searches(), people, core.clock(), named);
  }

  /** What keeps somebody whom policies name from leaving. */
  public KeepsUser duties() {
    return new PolicyDuties(policies);
  }

  @Override
  public List<String> apiTags() {
    return List.of("escalation policies");
  }

  @Override
  public void mount(Api api) {
    policies.mount(api);
    new UncalledTeamRoutes(core.searches(), people, core.clock()).mount(api);
    new ChoiceRoutes(core.searches(), new ServiceRepository()).mount(api);
    new DryRunRoutes(
            core.searches(),
            new IncidentRepository(),
            new ServiceRepository(),
            people,
            core.clock())
        .mount(api);
  }

  @Override
  public List<Recurring> recurring() {
    UncalledWarner uncalled =
        new UncalledWarner(core.housekeeping(), core.notices(), teams, people, core.clock());
    return List.of(
        Recurring.every(
            Duration.ofMinutes(15),
            "uncalled-warnings",
            tenant -> Future.succeededFuture(uncalled.warn(core.upkeep().tenants().await()))));
  }

  @Override
  public List<DocumentsOfKind> documents() {
    return List.of(PolicyDocuments.of(policies));
  }
}
