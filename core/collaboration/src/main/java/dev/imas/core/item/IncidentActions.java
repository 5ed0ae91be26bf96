package dev.imas.core.item;

import dev.imas.core.platform.Tx;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The actions of an incident's post-mortem: its tasks that correct or prevent something, and those
 * that belong to a section. On a virtual thread.
 */
public final class IncidentActions {

  private static final int MOST = 500;

  private final ItemViewRepository views = new ItemViewRepository(new WorkflowRepository());

  /**
   * An action as it stands now.
   *
   * @param category null: it has none
   * @param owner a person or a team by name; empty: the team of the incident
   * @param status by its name in the workflow
   */
  public record Action(
      String key,
      String title,
      @Nullable String category,
      String owner,
      @Nullable Instant due,
      String status) {}

  /** Also of the incidents that were merged into it; the open ones first. */
  public List<Action> of(Tx tx, UUID incident, Instant now) {
    return views.of(tx, incident, MOST, now).stream()
        .filter(IncidentActions::isAction)
        .map(IncidentActions::action)
        .toList();
  }

  private static boolean isAction(ItemView item) {
    String category = item.category();
    return item.section() != null
        || ItemCategory.CORRECTIVE.wireName().equals(category)
        || ItemCategory.PREVENTIVE.wireName().equals(category);
  }

  private static Action action(ItemView item) {
    ItemView.Owner owner = item.owner();
    ItemView.Team team = item.ownerTeam();
    return new Action(
        item.key(),
        item.title(),
        item.category(),
        owner != null ? owner.username() : team != null ? team.name() : "",
        item.dueAt(),
        item.status().name());
  }
}
