package dev.imas.gateway.decode;

import dev.imas.core.model.Fingerprint;
import dev.imas.core.model.Labels;
import dev.imas.core.model.Severity;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An alert while a dialect puts it together. It collects details and flags, then cuts and cleans
 * the texts and makes the alert. There is one per body, reset for each of its alerts.
 */
public final class AlertDraft {

  private static final String[] SEVERITY_LABELS = {"severity", "priority", "level"};
  private static final Flag[] FLAGS = Flag.values();
  private static final long FIVE_MINUTES = 300_000_000L;

  private final DecodeContext context;
  private final StoredText storedLabels;
  private final StoredText storedAnnotations;
  private final Labels.Builder details = new Labels.Builder();

  private int flags;
  private boolean firing;
  private boolean impliedState;
  private @Nullable Severity severity;
  private long startsAt;
  private long endsAt;
  private long observedAt;

  public AlertDraft(DecodeContext context, boolean oddText) {
    this.context = context;
    this.storedLabels = StoredText.labels(context.limits(), oddText);
    this.storedAnnotations = StoredText.annotations(context.limits(), oddText);
  }

  public AlertDraft start(boolean isFiring) {
    details.clear();
    flags = 0;
    firing = isFiring;
    impliedState = false;
    severity = null;
    startsAt = IncomingAlert.NONE;
    endsAt = IncomingAlert.NONE;
    observedAt = context.receivedAtMicros();
    return this;
  }

  public void firing(boolean isFiring) {
    firing = isFiring;
  }

  /** Sets the state that the end implies, by our clock. */
  AlertDraft startWithoutState(boolean isFiring) {
    start(isFiring);
    impliedState = true;
    return this;
  }

  public DecodeContext context() {
    return context;
  }

  public void raise(Flag flag) {
    flags |= flag.bit();
  }

  /** Keeps a detail, unless its value is null or blank. */
  public AlertDraft detail(String name, @Nullable String value) {
    if (value != null && !value.isBlank()) {
      details.set(name, value);
    }
    return this;
  }

  /**
   * Sets the sender's times, as {@link SenderTime} read them. A time that cannot be used is dropped
   * and flagged.
   */
  public void times(long starts, long ends) {
    startsAt = readable(starts, Flag.UNREADABLE_STARTS_AT);
    endsAt = readable(ends, Flag.UNREADABLE_ENDS_AT);
    if (startsAt == IncomingAlert.NONE) {
      return;
    }
    if (endsAt != IncomingAlert.NONE && endsAt < startsAt) {
      raise(Flag.ENDS_BEFORE_START);
      endsAt = IncomingAlert.NONE;
    }
    if (startsAt > context.receivedAtMicros() + FIVE_MINUTES) {
      raise(Flag.STARTS_IN_FUTURE);
    }
  }

  private long readable(long time, Flag flag) {
    if (time == SenderTime.UNREADABLE) {
      raise(flag);
      return IncomingAlert.NONE;
    }
    return time;
  }

  /** Replaces the end that was given with {@link #times}. */
  void endsAt(long time) {
    endsAt = time;
  }

  /** Sets the sender's time of this event, if it gave a readable one. */
  public void observedAt(long time) {
    if (time != IncomingAlert.NONE && time != SenderTime.UNREADABLE) {
      observedAt = Math.min(time, context.receivedAtMicros());
    }
  }

  public void severity(@Nullable Severity said) {
    severity = said;
  }

  /** Looks a word up in the source's own mapping, then in the common list. */
  public void severityWord(String word) {
    severity = SeverityWords.read(context.source().options(), word);
    if (severity == null) {
      raise(Flag.UNMAPPED_SEVERITY);
      detail("severity_text", word);
    }
  }

  /** Uses the first of the labels that give a severity. */
  public void severityOf(Labels labels) {
    for (String name : SEVERITY_LABELS) {
      String word = labels.get(name);
      if (word != null && !word.isBlank()) {
        severityWord(word);
        return;
      }
    }
  }

  public IncomingAlert finish(
      String name, Labels labels, Labels annotations, Fingerprint fingerprint, int from, int to) {
    Labels named = name.equals(labels.get("alertname")) ? labels : labels.with("alertname", name);
    Labels fittedLabels = storedLabels.fit(named, this);
    Labels fittedAnnotations = storedAnnotations.fit(annotations, this);
    long annotated = storedAnnotations.length();
    Labels fittedDetails = storedAnnotations.fit(details.build(), this);
    long room = context.limits().maxText() - storedLabels.length();
    if (annotated + storedAnnotations.length() > room) {
      raise(Flag.TRUNCATED);
      fittedDetails = StoredText.shorten(fittedDetails, room);
      fittedAnnotations =
          StoredText.shorten(fittedAnnotations, room - StoredText.lengthOf(fittedDetails));
    }
    return new IncomingAlert(
        firing,
        impliedState,
        Objects.requireNonNull(fittedLabels.get("alertname")),
        fittedLabels,
        fittedAnnotations,
        flagged(fittedDetails),
        fingerprint,
        severity,
        startsAt,
        endsAt,
        observedAt,
        from,
        to);
  }

  private Labels flagged(Labels fittedDetails) {
    if (flags == 0) {
      return fittedDetails;
    }
    StringBuilder names = new StringBuilder();
    for (Flag flag : FLAGS) {
      if ((flags & flag.bit()) != 0) {
        names.append(names.isEmpty() ? "" : ",").append(flag.wireName());
      }
    }
    return fittedDetails.with("flags", names.toString());
  }
}
