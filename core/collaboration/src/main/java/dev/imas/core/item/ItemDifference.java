package dev.imas.core.item;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What differs between an item before and after a change, as people read it. Pure. */
final class ItemDifference {

  /** A member. Of a long text, only that it changed. */
  record Part(String name, @Nullable String from, @Nullable String to) {}

  private final List<Part> parts = new ArrayList<>();

  private ItemDifference() {}

  static List<Part> between(ItemView before, ItemView after) {
    ItemDifference all = new ItemDifference();
    all.compare("title", before.title(), after.title());
    if (!before.description().equals(after.description())) {
      all.parts.add(new Part("description", null, null));
    }
    all.compare("category", before.category(), after.category());
    all.compare("priority", before.priority(), after.priority());
    all.compare("owner", name(before.owner()), name(after.owner()));
    all.compare("owner_team", name(before.ownerTeam()), name(after.ownerTeam()));
    all.compare("due_at", text(before.dueAt()), text(after.dueAt()));
    all.compare("section", before.section(), after.section());
    return all.parts;
  }

  private void compare(String name, @Nullable String from, @Nullable String to) {
    if (!Objects.equals(from, to)) {
      parts.add(new Part(name, from, to));
    }
  }

  private static @Nullable String name(ItemView.@Nullable Owner owner) {
    return owner == null ? null : owner.username();
  }

  private static @Nullable String name(ItemView.@Nullable Team team) {
    return team == null ? null : team.name();
  }

  private static @Nullable String text(@Nullable Instant at) {
    return at == null ? null : at.toString();
  }
}
