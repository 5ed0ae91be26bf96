package dev.imas.core.chat;

import dev.imas.core.incident.Incident;
import org.jspecify.annotations.Nullable;

/** A form that opens in front of a person in a chat. */
sealed interface ChatForm {

  String TITLE = "title";
  String DESCRIPTION = "description";
  String SEVERITY = "severity";
  String NOTE = "note";
  String ROOT_CAUSE = "root_cause";

  /** Opens an incident: {@link #TITLE}, {@link #DESCRIPTION}, {@link #SEVERITY}. */
  record Create() implements ChatForm {}

  /**
   * Resolves one: {@link #NOTE}, {@link #ROOT_CAUSE}.
   *
   * @param incident a UUID or a short id
   */
  record Resolve(String incident) implements ChatForm {}

  /** The field that stands for the whole. */
  default String mainField() {
    return switch (this) {
      case Create create -> TITLE;
      case Resolve resolve -> NOTE;
    };
  }

  /**
   * What the person can write instead, where the form does not open.
   *
   * @param incident that is to be resolved; null: none
   */
  default String otherwise(@Nullable Incident incident) {
    return "The form could not be opened. Write: "
        + (incident == null
            ? "/imas create <title>"
            : "/imas resolve " + incident.shortId() + " [message]");
  }
}
