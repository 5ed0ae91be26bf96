package dev.imas.core.privacy;

import dev.imas.core.feature.CoreContext;
import dev.imas.core.feature.Feature;
import dev.imas.core.http.Api;
import dev.imas.core.item.NewTasks;
import dev.imas.core.scheduler.TimerKind;
import dev.imas.core.user.KeepsUser;
import java.util.List;

/** Requests of people about their data. */
public final class PrivacyFeature implements Feature {

  private final CoreContext core;
  private final List<KeepsUser> duties;
  private final NewTasks tasks;
  private final PrivacyRepository repository = new PrivacyRepository();
  private final PersonExportRepository exports = new PersonExportRepository();

  /**
   * @param duties what would point at nobody without a person
   * @param tasks for what IMAS cannot erase itself
   */
  public PrivacyFeature(CoreContext core, List<KeepsUser> duties, NewTasks tasks) {
    this.core = core;
    this.duties = List.copyOf(duties);
    this.tasks = tasks;
  }

  @Override
  public List<String> apiTags() {
    return List.of("privacy");
  }

  @Override
  public void mount(Api api) {
    new PrivacyRoutes(
            core.searches(),
            repository,
            exports,
            new PrivacyCommands(repository, core.timers(), duties, tasks, core.clock()))
        .mount(api);
  }

  @Override
  public List<TimerKind> timers() {
    return List.of(
        new PrivacyTimer(
                repository,
                new PersonExport(exports),
                core.timers(),
                core.notices(),
                core.receivers(),
                core.audit(),
                core.clock())
            .kind());
  }
}
