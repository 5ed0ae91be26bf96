package dev.imas.core.incident;

/**
 * @param reopens how often it was reopened
 * @param takenBack how often an acknowledgement was taken back, or ended by itself
 * @param alerts distinct alerts ever attached
 * @param firing how many of these fire
 * @param timelineSeq the seq of the newest timeline entry
 */
public record Counts(int reopens, int takenBack, int alerts, int firing, int timelineSeq) {

  static final Counts NONE = new Counts(0, 0, 0, 0, 0);

  /** How many of its alerts fire, for messages. */
  String inWords() {
    return "%,d of its %,d alerts fire".formatted(firing, alerts);
  }

  Counts reopened() {
    return new Counts(reopens + 1, takenBack, alerts, firing, timelineSeq);
  }

  Counts unacknowledged() {
    return new Counts(reopens, takenBack + 1, alerts, firing, timelineSeq);
  }

  Counts attached(int newAlerts, int firingMore) {
    return new Counts(
        reopens, takenBack, alerts + newAlerts, Math.max(0, firing + firingMore), timelineSeq);
  }

  /** Its alerts were moved to another incident, or came back from there. */
  Counts moved(int newAlerts, int newFiring) {
    return new Counts(reopens, takenBack, newAlerts, newFiring, timelineSeq);
  }

  Counts noted() {
    return new Counts(reopens, takenBack, alerts, firing, timelineSeq + 1);
  }
}
