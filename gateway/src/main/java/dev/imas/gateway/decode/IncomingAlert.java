package dev.imas.gateway.decode;

import dev.imas.core.model.Fingerprint;
import dev.imas.core.model.Labels;
import dev.imas.core.model.Severity;
import org.jspecify.annotations.Nullable;

/**
 * One alert as its sender posted it, whatever the dialect. All texts are within the limits and can
 * be stored by PostgreSQL. What had to be changed for that is named in the detail {@code flags}.
 *
 * @param firing else a recovery
 * @param impliedState whether the state was derived from the end alone, by our clock, because the
 *     sender gave none
 * @param name the value of the label {@code alertname}
 * @param weaklyNamed whether the name is not the problem's own: a default of the sender's
 *     machinery, or of the decoder. Such alerts are not grouped by it
 * @param labels always hold {@code alertname}
 * @param annotations texts for people; the incident's title is the first of {@code summary}, {@code
 *     title}, {@code message} here, else the name
 * @param details facts about the alert that are kept and shown and never identify it: {@code
 *     generator_url}, {@code sender_fingerprint}, {@code group_key}, {@code truncated_alerts},
 *     {@code severity_text}, {@code flags} (names of {@link Flag}, comma-separated) …
 * @param fingerprint computed from what the sender wrote, before anything was cut or replaced
 * @param severity the sender's; null when it gave none that is known, so that the source's default
 *     applies
 * @param startsAtMicros when the episode began by the sender, in microseconds since 1970, not
 *     clamped (a recovery repeats it exactly); {@link #NONE} when missing or unreadable
 * @param endsAtMicros of a firing alert: when it is over unless renewed; of a recovery: when it
 *     ended; {@link #NONE} when missing
 * @param observedAtMicros the sender's time of this event, never after the time of reception; the
 *     time of reception where the dialect has none
 */
public record IncomingAlert(
    boolean firing,
    boolean impliedState,
    String name,
    boolean weaklyNamed,
    Labels labels,
    Labels annotations,
    Labels details,
    Fingerprint fingerprint,
    @Nullable Severity severity,
    long startsAtMicros,
    long endsAtMicros,
    long observedAtMicros,
    int bodyStart,
    int bodyEnd)
    implements Element {

  /** No such time. */
  public static final long NONE = Long.MIN_VALUE;
}
