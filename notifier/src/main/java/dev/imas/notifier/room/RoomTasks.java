package dev.imas.notifier.room;

import dev.imas.core.platform.Transactions;
import dev.imas.notifier.channel.Channel;
import dev.imas.notifier.channel.RoomWork;
import dev.imas.notifier.channel.TaskEnd;
import dev.imas.notifier.channel.TaskLine;
import dev.imas.notifier.provider.ProviderTasks;
import dev.imas.notifier.task.TaskQueue;
import dev.imas.notifier.task.TaskVerticle;
import dev.imas.notifier.template.PageLinks;
import io.micrometer.core.instrument.Counter;

/** Carries out what core asks for incidents' rooms. A room has one provider. */
public final class RoomTasks implements TaskVerticle.Work<ClaimedRoomTask> {

  /** Whether work waits, as a condition of a poll. */
  public static final String WAITS = "room_tasks_wait()";

  public static final TaskVerticle.Sort SORT =
      new TaskVerticle.Sort("Tasks of incidents' rooms", () -> Counter.builder("imas.room.tasks"));

  private final ProviderTasks providers;
  private final PageLinks links;

  public RoomTasks(ProviderTasks providers, PageLinks links) {
    this.providers = providers;
    this.links = links;
  }

  public static TaskQueue<ClaimedRoomTask> queue(Transactions transactions) {
    return new RoomTaskRepository(transactions);
  }

  @Override
  public TaskEnd carryOut(ClaimedRoomTask task, TaskLine line) {
    RoomWork work;
    try {
      work = task.work(links);
    } catch (IllegalStateException e) {
      return new TaskEnd.Dead(String.valueOf(e.getMessage()), false);
    }
    return providers.carryOut(
        task.tenant(),
        task.provider(),
        task.vendor(),
        Channel::rooms,
        "may not make rooms (config rooms)",
        vendor -> vendor.carryOut(line, work));
  }
}
