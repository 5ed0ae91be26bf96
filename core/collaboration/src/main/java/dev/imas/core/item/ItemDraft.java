package dev.imas.core.item;

import dev.imas.core.http.Body;
import dev.imas.core.http.Reference;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a request writes of an item. Faults stay in the body.
 *
 * @param given the members that it has
 * @param owner a person
 */
record ItemDraft(
    Set<String> given,
    String title,
    String description,
    @Nullable ItemCategory category,
    ItemPriority priority,
    @Nullable Reference owner,
    @Nullable Reference ownerTeam,
    @Nullable Instant due,
    @Nullable String section) {

  static final int LONGEST_TITLE = 200;
  static final int LONGEST_DESCRIPTION = 10_000;
  static final int LONGEST_SECTION = 200;

  private static final String[] MEMBERS = {
    "title", "description", "category", "priority", "owner", "owner_team", "due_at", "section"
  };

  ItemDraft {
    given = Set.copyOf(given);
  }

  /**
   * @param also other members that the request may have
   */
  static ItemDraft creating(Body body, String... also) {
    String[] known = Arrays.copyOf(MEMBERS, MEMBERS.length + also.length);
    System.arraycopy(also, 0, known, MEMBERS.length, also.length);
    body.only(known);
    return read(body, body.requiredText("title", LONGEST_TITLE));
  }

  static ItemDraft changing(Body body) {
    body.only(MEMBERS);
    String title = body.has("title") ? body.requiredText("title", LONGEST_TITLE) : "";
    if (Arrays.stream(MEMBERS).noneMatch(body::has)) {
      body.fault("", "changes nothing; send at least one of " + String.join(", ", MEMBERS));
    }
    return read(body, title);
  }

  private static ItemDraft read(Body body, String title) {
    Set<String> given = new HashSet<>();
    for (String member : MEMBERS) {
      if (body.has(member)) {
        given.add(member);
      }
    }
    ItemPriority priority = choice(body, "priority", ItemPriority.class);
    Reference owner = body.reference("owner");
    Reference team = body.reference("owner_team");
    if (owner != null && team != null) {
      body.fault("/owner_team", "cannot be given together with owner; send only one of them");
    }
    String section = body.text("section", LONGEST_SECTION, "").strip();
    Instant due = body.time("due_at");
    return new ItemDraft(
        given,
        title,
        body.text("description", LONGEST_DESCRIPTION, ""),
        choice(body, "category", ItemCategory.class),
        priority == null ? ItemPriority.MEDIUM : priority,
        owner,
        team,
        due == null ? null : due.truncatedTo(ChronoUnit.MICROS),
        section.isEmpty() ? null : section);
  }

  private static <E extends Enum<E>> @Nullable E choice(Body body, String member, Class<E> type) {
    String text = body.text(member, 40);
    if (text == null) {
      return null;
    }
    for (E one : type.getEnumConstants()) {
      if (one.name().toLowerCase(Locale.ROOT).equals(text)) {
        return one;
      }
    }
    body.fault(
        "/" + member,
        "must be one of "
            + String.join(
                ", ",
                Arrays.stream(type.getEnumConstants())
                    .map(one -> one.name().toLowerCase(Locale.ROOT))
                    .toList()));
    return null;
  }

  boolean changes(String member) {
    return given.contains(member);
  }
}
