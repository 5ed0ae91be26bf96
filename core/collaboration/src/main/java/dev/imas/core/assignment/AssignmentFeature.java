package dev.imas.core.assignment;

import dev.imas.core.catalog.ServiceRepository;
import dev.imas.core.feature.CoreContext;
import dev.imas.core.http.Api;
import dev.imas.core.incident.IncidentAccess;
import dev.imas.core.incident.IncidentExtension;
import dev.imas.core.incident.IncidentReaction;
import dev.imas.core.incident.IncidentRepository;
import dev.imas.core.incident.IncidentWriter;
import dev.imas.core.schedule.OnCall;
import java.util.List;

/** Who has which role in an incident. */
public final class AssignmentFeature implements IncidentExtension {

  private final CoreContext core;
  private final IncidentWriter writer;
  private final RoleNotices notices;

  public AssignmentFeature(CoreContext core, IncidentWriter writer) {
    this.core = core;
    this.writer = writer;
    this.notices = new RoleNotices(core.notices(), core.receivers());
  }

  @Override
  public List<String> apiTags() {
    return List.of("incident-roles");
  }

  @Override
  public void mount(Api api) {
    AssignmentRepository repository = new AssignmentRepository();
    new AssignmentRoutes(
            core.searches(),
            new IncidentRepository(),
            repository,
            new Assignments(repository, writer, notices),
            new IncidentAccess(new ServiceRepository(), new OnCall()),
            core.missing(),
            core.clock())
        .mount(api);
  }

  @Override
  public List<IncidentReaction> reactions() {
    return List.of(new NewLeadReaction(notices));
  }
}
