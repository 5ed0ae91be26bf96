package dev.imas.notifier.issue;

import dev.imas.core.platform.Transactions;
import dev.imas.notifier.channel.Channel;
import dev.imas.notifier.channel.TaskEnd;
import dev.imas.notifier.channel.TaskLine;
import dev.imas.notifier.provider.ProviderTasks;
import dev.imas.notifier.task.TaskQueue;
import dev.imas.notifier.task.TaskVerticle;
import dev.imas.notifier.template.PageLinks;
import io.micrometer.core.instrument.Counter;

/** Carries out what core asks for exported items. An item has one tracker. */
public final class IssueTasks implements TaskVerticle.Work<ClaimedIssueTask> {

  /** Whether work waits, as a condition of a poll. */
  public static final String WAITS = "item_links_wait()";

  public static final TaskVerticle.Sort SORT =
      new TaskVerticle.Sort(
          "Issues of exported tasks", () -> Counter.builder("imas.tracker.tasks"));

  private final ProviderTasks providers;
  private final PageLinks links;

  public IssueTasks(ProviderTasks providers, PageLinks links) {
    this.providers = providers;
    this.links = links;
  }

  public static TaskQueue<ClaimedIssueTask> queue(Transactions transactions) {
    return new IssueTaskRepository(transactions);
  }

  @Override
  public TaskEnd carryOut(ClaimedIssueTask task, TaskLine line) {
    return providers.carryOut(
        task.tenant(),
        task.provider(),
        task.tracker(),
        Channel::tracker,
        "is no tracker",
        vendor -> vendor.carryOut(line, task.work(links)));
  }
}
