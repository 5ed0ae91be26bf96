package dev.imas.core.item;

import dev.imas.core.incident.Incident;
import dev.imas.core.incident.IncidentRepository;
import dev.imas.core.model.TenantId;
import dev.imas.core.platform.Tx;
import dev.imas.core.scheduler.DueTimer;
import dev.imas.core.scheduler.TimerKind;
import io.vertx.core.Future;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

/**
 * Follows what trackers say of exported items. The notifier sets a timer where it has asked one.
 */
final class ItemLinkFollower implements TimerKind.Handler {

  private static final String TIMER = "item-link";

  private final IncidentRepository incidents;
  private final WorkflowRepository workflows;
  private final ItemRepository items;
  private final ItemLinkRepository links;
  private final ItemCommands commands;

  ItemLinkFollower(
      IncidentRepository incidents,
      WorkflowRepository workflows,
      ItemRepository items,
      ItemLinkRepository links,
      ItemCommands commands) {
    this.incidents = incidents;
    this.workflows = workflows;
    this.items = items;
    this.links = links;
    this.commands = commands;
  }

  TimerKind kind() {
    return TimerKind.of(TIMER, TimerKind.Lane.HOUSEKEEPING, this);
  }

  /** The incidents first, then the workflow, then the items. */
  @Override
  public Future<Void> lock(Tx tx, TenantId tenant, List<DueTimer> claimed) {
    lockIncidents(tx, claimed);
    for (ItemKind kind : ItemKind.values()) {
      workflows.share(tx, kind);
    }
    items.lock(tx, ids(claimed));
    return Future.succeededFuture();
  }

  private Map<UUID, Incident> lockIncidents(Tx tx, List<DueTimer> timers) {
    List<UUID> of =
        ids(timers).stream()
            .flatMap(id -> items.read(tx, id).stream())
            .map(Item::incident)
            .filter(Objects::nonNull)
            .distinct()
            .sorted()
            .toList();
    Map<UUID, Incident> locked = new HashMap<>();
    incidents.lock(tx, of).await().forEach(one -> locked.put(one.id(), one));
    return locked;
  }

  private static List<UUID> ids(List<DueTimer> due) {
    return due.stream().map(timer -> UUID.fromString(timer.subject())).sorted().toList();
  }

  @Override
  public Future<TimerKind.Fired> fire(Tx tx, TenantId tenant, List<DueTimer> due) {
    int followed = 0;
    for (UUID id : ids(due)) {
      // Two items of one incident change it one after the other.
      Map<UUID, Incident> locked =
          lockIncidents(tx, due.stream().filter(t -> t.subject().equals(id.toString())).toList());
      Item item = items.lock(tx, List.of(id)).stream().findFirst().orElse(null);
      ItemLink link = item == null ? null : links.find(tx, id).orElse(null);
      if (item != null && link != null) {
        UUID of = item.incident();
        commands.follow(tx, item, of == null ? null : locked.get(of), link);
        followed++;
      }
    }
    return Future.succeededFuture(new TimerKind.Fired(followed + " exported tasks followed"));
  }
}
