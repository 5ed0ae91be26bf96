package dev.imas.core.incident;

import dev.imas.core.http.Query;
import dev.imas.core.http.TimeKey;

/** The orders in which incidents are listed. */
enum IncidentSort {
  /** By when they were opened, the newest first. */
  NEWEST,
  /** The most severe first, and of these the newest. An index has the open ones in it. */
  SEVERITY;

  static final String PARAMETER = "sort";

  static IncidentSort read(Query query) {
    String text = query.text(PARAMETER);
    if (text == null || text.equals("newest")) {
      return NEWEST;
    }
    if (text.equals("severity")) {
      return SEVERITY;
    }
    throw Query.fault(PARAMETER, "'" + text + "' is not known; use newest, severity");
  }

  /** The order of rows {@code i}. */
  String order() {
    return order("i.created_at", "i.id");
  }

  /** The same of rows beside incidents, which have their times and ids, too. */
  String order(String createdAt, String id) {
    String newest = createdAt + " DESC, " + id + " DESC";
    return this == NEWEST ? newest : "i.severity, " + newest;
  }

  /**
   * The condition of rows {@code i} that come after the last one of the page before.
   *
   * @param time the number of the parameter with its time, which its id follows; null for the first
   *     page
   * @param severity the number of the parameter with its severity, which only {@link #SEVERITY} has
   */
  String after(int time, int severity) {
    return after(time, severity, "i.created_at", "i.id");
  }

  /** The same of rows beside incidents, which have their times and ids, too. */
  String after(int time, int severity, String createdAt, String id) {
    String times = "(%s, %s) < ($%d, $%d::uuid)".formatted(createdAt, id, time, time + 1);
    String further =
        this == NEWEST
            ? times
            : "i.severity >= $%1$d::smallint AND (i.severity > $%1$d OR %2$s)"
                .formatted(severity, times);
    return "($%d::timestamptz IS NULL OR %s)".formatted(time, further);
  }

  /** The key of an incident, after which a page starts. */
  String keyOf(IncidentView incident) {
    return new Key(
            this,
            (short) incident.severity().number(),
            new TimeKey(incident.createdAt(), incident.id()))
        .toString();
  }

  /**
   * The place of an incident in this order.
   *
   * @param severity counts in {@link #SEVERITY} alone
   */
  record Key(IncidentSort sort, short severity, TimeKey time) {

    private static final String PREFIX = "severity:";

    /**
     * Parses what {@link #toString} writes.
     *
     * @throws IllegalArgumentException or a {@link java.time.DateTimeException} for anything else,
     *     and for a key of another order
     */
    static Key parse(IncidentSort sort, String text) {
      if (sort == NEWEST) {
        return new Key(sort, (short) 0, TimeKey.parse(text));
      }
      int slash = text.indexOf('/');
      if (!text.startsWith(PREFIX) || slash < 0) {
        throw new IllegalArgumentException("a key of another order");
      }
      return new Key(
          sort,
          Short.parseShort(text.substring(PREFIX.length(), slash)),
          TimeKey.parse(text.substring(slash + 1)));
    }

    @Override
    public String toString() {
      return sort == NEWEST ? time.toString() : PREFIX + severity + "/" + time;
    }
  }
}
