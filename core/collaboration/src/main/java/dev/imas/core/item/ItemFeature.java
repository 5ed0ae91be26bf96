package dev.imas.core.item;

import dev.imas.core.catalog.ServiceRepository;
import dev.imas.core.document.DocumentsOfKind;
import dev.imas.core.feature.CoreContext;
import dev.imas.core.feature.Feature;
import dev.imas.core.http.Api;
import dev.imas.core.incident.IncidentAccess;
import dev.imas.core.incident.IncidentRepository;
import dev.imas.core.incident.IncidentWriter;
import dev.imas.core.schedule.OnCall;
import dev.imas.core.scheduler.TimerKind;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Work items, such as tasks of incidents, and their workflows. */
public final class ItemFeature implements Feature {

  private final CoreContext core;
  private final WorkflowRepository workflows = new WorkflowRepository();
  private final ItemRepository items = new ItemRepository();
  private final ItemLinkRepository links = new ItemLinkRepository();
  private final ItemViewRepository views = new ItemViewRepository(workflows);
  private final List<ItemFollower> followers = new CopyOnWriteArrayList<>();
  private final WorkflowActivation activation;
  private final WorkflowRoutes workflowRoutes;
  private final ItemReminders reminders;
  private final ItemCommands commands;

  public ItemFeature(CoreContext core, IncidentWriter writer) {
    this.core = core;
    this.activation = new WorkflowActivation(workflows, core.timers(), core.clock());
    this.workflowRoutes = new WorkflowRoutes(core.searches(), workflows, activation);
    ItemMessages messages = new ItemMessages(core.notices(), core.receivers());
    this.reminders = new ItemReminders(items, messages, core.timers(), core.clock());
    this.commands =
        new ItemCommands(
            items, views, workflows, links, reminders, messages, writer, followers, core.clock());
  }

  /** Adds tasks for other features. */
  public NewTasks tasks() {
    return new NewTasks(commands);
  }

  /** Adds and moves items for features that plan them. */
  public WorkItems workItems() {
    return new WorkItems(items, views, workflows, commands);
  }

  /** Hears of each new status, in the transaction that gives it. Before the first request. */
  public void followedBy(ItemFollower follower) {
    followers.add(follower);
  }

  @Override
  public List<String> apiTags() {
    return List.of("items", "workflows");
  }

  @Override
  public void mount(Api api) {
    new ItemRoutes(
            core.searches(),
            items,
            views,
            workflows,
            commands,
            workItems(),
            new IncidentAccess(new ServiceRepository(), new OnCall()),
            core.missing())
        .mount(api);
    workflowRoutes.mount(api);
  }

  @Override
  public List<TimerKind> timers() {
    return List.of(
        reminders.kind(),
        activation.kind(),
        new ItemLinkFollower(new IncidentRepository(), workflows, items, links, commands).kind());
  }

  @Override
  public List<DocumentsOfKind> documents() {
    return List.of(new WorkflowDocuments(workflowRoutes));
  }
}
