package dev.imas.core.incident;

import org.jspecify.annotations.Nullable;

/**
 * Who decided what of an incident, by hand. What a person set stays when the incident is reopened;
 * what is null here follows the alerts.
 *
 * @param severity who set the severity; null if an alert did, the last time that it changed
 * @param words who wrote the title or the description; null if nobody did
 */
public record SetBy(@Nullable String severity, @Nullable String words) {

  public static final SetBy NOBODY = new SetBy(null, null);

  SetBy severity(@Nullable String by) {
    return new SetBy(by, words);
  }

  SetBy words(String by) {
    return new SetBy(severity, by);
  }
}
