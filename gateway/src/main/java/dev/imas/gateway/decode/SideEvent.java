package dev.imas.gateway.decode;

import dev.imas.core.model.AlertAction;
import dev.imas.core.model.Fingerprint;
import dev.imas.core.model.Labels;
import dev.imas.core.model.SideEventKind;
import org.jspecify.annotations.Nullable;

/**
 * An element that is read and is no alert. It is accepted, kept as a row and counted; it opens and
 * resolves nothing. A decoder makes it with {@link SideEventDraft}, which sees to it that all texts
 * are within the limits and can be stored by PostgreSQL.
 *
 * @param title what it is, in a line; never blank
 * @param about the alert that it is about, which an action and a dropped alert always have
 * @param action what was done about the alert; null unless it is an action
 * @param author who did it, as the sender writes it; empty where it does not say
 * @param note of something dropped: why; of a change: its description; of an action: what the
 *     author wrote. May be empty
 * @param labels of a change: where it was made, as an alert's labels say where it fires; of a
 *     dropped alert: its labels; of an update: what it sets of the alert
 * @param link an http or https address where more is shown; empty where there is none
 * @param happenedAtMicros by the sender, in microseconds since 1970, never after the reception; the
 *     time of reception where the sender does not say
 */
public record SideEvent(
    SideEventKind kind,
    String title,
    @Nullable Fingerprint about,
    @Nullable AlertAction action,
    String author,
    String note,
    Labels labels,
    String link,
    long happenedAtMicros,
    int bodyStart,
    int bodyEnd)
    implements Element {

  public SideEvent {
    if ((kind == SideEventKind.ACTION) != (action != null)
        || (kind == SideEventKind.ACTION && about == null)) {
      throw new IllegalArgumentException("an action says what was done, and about which alert");
    }
  }
}
