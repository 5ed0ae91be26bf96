package dev.imas.core.item;

import dev.imas.core.http.Call;
import dev.imas.core.item.Item.Details;
import dev.imas.core.platform.Tx;

/** Adds tasks for what IMAS cannot do itself. Only on a virtual thread. */
public final class NewTasks {

  private final ItemCommands commands;

  NewTasks(ItemCommands commands) {
    this.commands = commands;
  }

  /** A task of no incident, which nobody owns yet, in the name of the caller. */
  public void add(Tx tx, Call call, String title, String description) {
    commands.create(
        tx,
        call,
        ItemKind.TASK,
        new Details(title, description, null, ItemPriority.HIGH, null, null, null, null),
        null,
        null);
  }
}
