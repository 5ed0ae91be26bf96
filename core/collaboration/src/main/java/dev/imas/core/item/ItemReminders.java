package dev.imas.core.item;

import dev.imas.core.item.ItemRepository.Reminder;
import dev.imas.core.model.TenantId;
import dev.imas.core.platform.Tx;
import dev.imas.core.scheduler.DueTimer;
import dev.imas.core.scheduler.NewTimer;
import dev.imas.core.scheduler.TimerKind;
import dev.imas.core.scheduler.Timers;
import io.vertx.core.Future;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * Sets the timers of reminders, and reminds people when they fire. Items are reminded of whatever
 * becomes of their incidents.
 */
final class ItemReminders implements TimerKind.Handler {

  static final String TIMER = "item";

  private final ItemRepository items;
  private final ItemMessages messages;
  private final Timers timers;
  private final InstantSource clock;

  ItemReminders(ItemRepository items, ItemMessages messages, Timers timers, InstantSource clock) {
    this.items = items;
    this.messages = messages;
    this.timers = timers;
    this.clock = clock;
  }

  TimerKind kind() {
    return TimerKind.of(TIMER, TimerKind.Lane.HOUSEKEEPING, this);
  }

  /** Sets the timer of an item that this transaction has locked, or made. */
  void aim(Tx tx, Item item) {
    Instant at = item.remindAt();
    String subject = item.id().toString();
    if (at == null) {
      timers.cancel(tx, TIMER, List.of(subject)).await();
    } else {
      timers.set(tx, List.of(NewTimer.at(at, TIMER, subject))).await();
    }
  }

  @Override
  public Future<Void> lock(Tx tx, TenantId tenant, List<DueTimer> claimed) {
    items.lock(tx, ids(claimed));
    return Future.succeededFuture();
  }

  private static List<UUID> ids(List<DueTimer> due) {
    return due.stream().map(timer -> UUID.fromString(timer.subject())).sorted().toList();
  }

  @Override
  public Future<TimerKind.Fired> fire(Tx tx, TenantId tenant, List<DueTimer> due) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    List<Reminder> next = new ArrayList<>();
    List<NewTimer> set = new ArrayList<>();
    int sent = 0;
    for (Item item : items.lock(tx, ids(due))) {
      Instant remind = item.remindAt();
      if (!item.isOpen() || remind == null) {
        continue;
      }
      Instant again = remind;
      if (!remind.isAfter(now)) {
        messages.remind(tx, item, now);
        sent++;
        again = Item.reminder(item.details().due(), item.statusCategory(), now);
        next.add(new Reminder(item.id(), again));
      }
      if (again != null) {
        set.add(NewTimer.at(again, TIMER, item.id().toString()));
      }
    }
    items.setReminders(tx, next);
    timers.set(tx, set).await();
    return Future.succeededFuture(new TimerKind.Fired(sent + " reminders sent"));
  }
}
