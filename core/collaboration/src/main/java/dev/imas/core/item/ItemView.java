package dev.imas.core.item;

import dev.imas.core.http.Versioned;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An item as the API shows it.
 *
 * @param key such as TASK-12
 * @param owner a person; null: a team owns it
 * @param ownerTeam null: a person owns it, or else the team of the incident
 * @param doneAt when it was first done
 * @param transitions what its status can become now
 * @param tracker null: it was not exported
 */
record ItemView(
    UUID id,
    String key,
    String kind,
    String title,
    String description,
    StatusView status,
    @Nullable String category,
    String priority,
    @Nullable Owner owner,
    @Nullable Team ownerTeam,
    @Nullable Of incident,
    @Nullable String section,
    @Nullable Instant dueAt,
    boolean isOverdue,
    @Nullable Instant doneAt,
    @Nullable String droppedReason,
    String createdBy,
    Instant createdAt,
    Instant updatedAt,
    List<Way> transitions,
    @Nullable Tracker tracker,
    int version)
    implements Versioned {

  ItemView {
    transitions = List.copyOf(transitions);
  }

  /**
   * The issue that it was exported to.
   *
   * @param provider null once it was deleted
   * @param type of the provider
   * @param state creating, linked, failed or gone
   * @param key as people name it
   * @param issueState as the tracker calls it
   * @param error why the last attempt did not succeed
   */
  record Tracker(
      @Nullable Provider provider,
      String type,
      String state,
      @Nullable String key,
      @Nullable String url,
      @Nullable String issueState,
      @Nullable Instant readAt,
      @Nullable String error) {}

  record Provider(UUID id, String name) {}

  /** A status of the workflow. */
  record StatusView(String id, String name, String category) {}

  /** A person. */
  record Owner(UUID id, String username, boolean isActive) {}

  record Team(UUID id, String name) {}

  /**
   * The incident that it came of.
   *
   * @param team that owns the incident's service
   */
  record Of(UUID id, String shortId, String title, String status, Team team) {}

  /**
   * A transition.
   *
   * @param guards what must hold for it
   */
  record Way(String to, String name, String category, List<String> guards) {
    Way {
      guards = List.copyOf(guards);
    }
  }

  /**
   * What became of an item.
   *
   * @param name {@code created}, or the member that changed
   */
  record Happened(
      int seq,
      String name,
      @Nullable String from,
      @Nullable String to,
      @Nullable String reason,
      String author,
      Instant at) {}
}
