package dev.imas.core.incident;

import dev.imas.core.access.Permission;
import dev.imas.core.http.Body;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What people can do to an incident besides editing it. Each has a text, its {@code message}. */
enum IncidentAction {
  ACKNOWLEDGE(Permission.INCIDENT_ACKNOWLEDGE, false, 5_000),
  UNACKNOWLEDGE(Permission.INCIDENT_ACKNOWLEDGE, false, 5_000),
  MITIGATE(Permission.INCIDENT_MITIGATE, false, 5_000),
  // The first IMAS's names for the text are accepted too (requirements INC-05 and INC-15).
  RESOLVE(Permission.INCIDENT_RESOLVE, false, 5_000, "resolution_note", "note"),
  REOPEN(Permission.INCIDENT_REOPEN, true, 5_000),
  COMMENT(Permission.INCIDENT_COMMENT, true, 10_000, "content");

  private static final String MESSAGE = "message";
  private static final String CAUSE = "root_cause";
  private static final int LONGEST_CAUSE = 2_000;

  /** The texts of an action. */
  record Words(@Nullable String message, @Nullable String rootCause) {

    private String required() {
      return message == null ? "" : message;
    }
  }

  private final Permission permission;
  private final boolean needsMessage;
  private final int longest;
  private final List<String> aliases;

  IncidentAction(Permission permission, boolean needsMessage, int longest, String... aliases) {
    this.permission = permission;
    this.needsMessage = needsMessage;
    this.longest = longest;
    this.aliases = List.of(aliases);
  }

  /** What a caller needs for it. */
  Permission permission() {
    return permission;
  }

  /** The name in a body, such as {@code acknowledge}. */
  String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The names of all actions, for people. */
  static String names() {
    return Arrays.stream(values()).map(IncidentAction::wireName).collect(Collectors.joining(", "));
  }

  static Optional<IncidentAction> named(String wireName) {
    return Arrays.stream(values()).filter(a -> a.wireName().equals(wireName)).findFirst();
  }

  /** The members that a body of this action alone may have. */
  String[] members() {
    List<String> members = new ArrayList<>(List.of(MESSAGE));
    members.addAll(aliases);
    if (this == RESOLVE) {
      members.add(CAUSE);
    }
    return members.toArray(String[]::new);
  }

  /** Reads the texts, and adds faults to the body. */
  Words words(Body body) {
    if (this != RESOLVE && body.has(CAUSE)) {
      body.fault("/" + CAUSE, "is only for the action resolve; remove it");
    }
    String member = member(body);
    return new Words(
        needsMessage ? body.requiredText(member, longest) : body.text(member, longest),
        this == RESOLVE ? body.text(CAUSE, LONGEST_CAUSE) : null);
  }

  private String member(Body body) {
    String found = null;
    for (String name : members()) {
      if (!name.equals(CAUSE) && body.has(name)) {
        if (found != null) {
          body.fault("/" + name, "means the same as " + found + "; send only one of them");
        } else {
          found = name;
        }
      }
    }
    return found == null ? MESSAGE : found;
  }

  /** What the author does with these words. */
  Doing doing(Author author, Words words) {
    String by = author.name();
    Doing doing =
        switch (this) {
          case ACKNOWLEDGE ->
              Doing.of((incident, at) -> incident.acknowledge(author, at, words.message));
          case UNACKNOWLEDGE -> new TakeBack(by, words.message);
          case MITIGATE -> Doing.of((incident, at) -> incident.mitigate(author, at, words.message));
          case RESOLVE ->
              Doing.of((incident, at) -> incident.resolve(by, at, words.message, words.rootCause));
          case REOPEN -> Doing.of((incident, at) -> incident.reopen(by, at, words.required()));
          case COMMENT ->
              Doing.of((incident, at) -> incident.comment(by, words.required(), Map.of(), at));
        };
    return doing.signed(author);
  }

  /** Whether it is done to an incident that was merged, and not to the one that has its alerts. */
  boolean isOfItself() {
    return this == COMMENT || this == REOPEN;
  }

  /** The status code of the response. */
  int status() {
    return this == COMMENT ? 201 : 200;
  }
}
