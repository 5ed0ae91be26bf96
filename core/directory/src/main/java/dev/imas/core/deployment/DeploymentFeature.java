package dev.imas.core.deployment;

import dev.imas.core.document.DocumentsOfKind;
import dev.imas.core.feature.CoreContext;
import dev.imas.core.feature.Feature;
import dev.imas.core.http.Api;
import dev.imas.core.scheduler.Scheduler.Recurring;
import java.time.Duration;
import java.util.List;

/** Deployments, and the environments and repositories that they name. */
public final class DeploymentFeature implements Feature {

  private final EnvironmentRoutes environments;
  private final CodeRepositoryRoutes repositories;
  private final DeploymentRoutes deployments;
  private final FactSweep sweep;

  public DeploymentFeature(CoreContext core) {
    this.environments = new EnvironmentRoutes(core.searches(), core.clock());
    this.repositories = new CodeRepositoryRoutes(core.searches(), core.clock());
    this.deployments = new DeploymentRoutes(core.searches(), core.clock());
    this.sweep = new FactSweep(core.housekeeping(), core.retention().deployments(), core.clock());
  }

  @Override
  public List<String> apiTags() {
    return List.of("deployments");
  }

  @Override
  public void mount(Api api) {
    environments.mount(api);
    repositories.mount(api);
    deployments.mount(api);
  }

  @Override
  public List<Recurring> recurring() {
    return List.of(Recurring.every(Duration.ofHours(1), "facts-past", tenant -> sweep.forget()));
  }

  @Override
  public List<DocumentsOfKind> documents() {
    return List.of(
        ChangeDocuments.environments(environments), ChangeDocuments.repositories(repositories));
  }
}
