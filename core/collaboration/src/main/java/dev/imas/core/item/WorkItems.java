package dev.imas.core.item;

import dev.imas.core.http.Audit;
import dev.imas.core.http.Call;
import dev.imas.core.incident.Incident;
import dev.imas.core.incident.IncidentRepository;
import dev.imas.core.item.Item.Details;
import dev.imas.core.platform.Fault;
import dev.imas.core.platform.Tx;
import dev.imas.core.workflow.StatusCategory;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Work items for features that plan them: what is done here is done, and refused, as by the routes
 * of items. Only on a virtual thread.
 */
public final class WorkItems {

  private final IncidentRepository incidents = new IncidentRepository();
  private final ItemRepository items;
  private final ItemViewRepository views;
  private final WorkflowRepository workflows;
  private final ItemCommands commands;

  WorkItems(
      ItemRepository items,
      ItemViewRepository views,
      WorkflowRepository workflows,
      ItemCommands commands) {
    this.items = items;
    this.views = views;
    this.workflows = workflows;
    this.commands = commands;
  }

  /** What people call an item of that kind, such as ITEM-12. */
  public static String key(String kind, long number) {
    return ItemKind.stored(kind).key(number);
  }

  static Fault unknown(String named) {
    return Fault.notFound("there is no item " + named);
  }

  /** By its id or its key. */
  public Optional<UUID> find(Tx tx, String named) {
    return ItemKey.parse(named).flatMap(key -> items.findId(tx, key));
  }

  /**
   * Locks an item, after its incident and the workflow of its kind.
   *
   * @throws Fault NOT_FOUND when there is none of that id or key
   */
  public HeldItem hold(Tx tx, String named) {
    UUID id = find(tx, named).orElseThrow(() -> unknown(named));
    Item read = items.read(tx, id).orElseThrow(() -> unknown(named));
    UUID of = read.incident();
    Incident incident =
        of == null
            ? null
            : incidents.lock(tx, List.of(of)).await().stream().findFirst().orElse(null);
    workflows.share(tx, read.kind());
    Item locked =
        items.lock(tx, List.of(id)).stream().findFirst().orElseThrow(() -> unknown(named));
    return new HeldItem(locked, incident);
  }

  /**
   * A new item of a backlog. Nothing may be locked after it.
   *
   * @param owner a person; null: the team owns it
   */
  public UUID create(
      Tx tx, Call call, String title, String description, @Nullable UUID owner, UUID team) {
    workflows.share(tx, ItemKind.BACKLOG_ITEM);
    Details details =
        new Details(
            title,
            description,
            null,
            ItemPriority.MEDIUM,
            owner,
            owner == null ? team : null,
            null,
            null);
    UUID made = commands.create(tx, call, ItemKind.BACKLOG_ITEM, details, null, null);
    call.audit(tx, Audit.Change.create(ItemCommands.subject(made), view(tx, made)));
    return made;
  }

  /**
   * Moves an item that is held to a status of that category: the first that its workflow allows.
   *
   * @param mayManage whether the caller may do more than move what they own
   * @throws Fault CONFLICT when the workflow does not allow it
   */
  public void move(Tx tx, Call call, HeldItem held, StatusCategory to, boolean mayManage) {
    ItemView before = view(tx, held.id());
    commands.move(tx, call, held.item(), held.incident(), to, mayManage);
    call.audit(
        tx, Audit.Change.update(ItemCommands.subject(held.id()), before, view(tx, held.id())));
  }

  private ItemView view(Tx tx, UUID id) {
    return views.find(tx, id, commands.now()).orElseThrow(() -> unknown(id.toString()));
  }
}
