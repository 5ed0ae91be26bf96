package dev.imas.core.postgres;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The timelines that lead to one, oldest first (PostgreSQL's documentation, "Timelines"). Each
 * recovery from an archive begins a timeline, so that it overwrites no WAL of the original.
 */
record TimelineHistory(List<Stretch> stretches) {

  private static final Pattern FILE = Pattern.compile("([0-9A-F]{8})\\.history");
  private static final Pattern LINE =
      Pattern.compile("\\s*(\\d+)\\s+([0-9A-F]{1,8})/([0-9A-F]{1,8})\\b.*");

  /**
   * @param from the position at which the timeline begins
   */
  record Stretch(int timeline, long from) {}

  TimelineHistory {
    stretches = List.copyOf(stretches);
  }

  static boolean isHistory(String file) {
    return FILE.matcher(file).matches();
  }

  /** The timeline whose history has that file name. */
  static Optional<Integer> timelineOf(String file) {
    Matcher name = FILE.matcher(file);
    return name.matches()
        ? Optional.of(Integer.parseUnsignedInt(name.group(1), 16))
        : Optional.empty();
  }

  static String file(int timeline) {
    return "%08X.history".formatted(timeline);
  }

  /** A timeline that no other precedes. */
  static TimelineHistory of(int timeline) {
    return new TimelineHistory(List.of(new Stretch(timeline, 0)));
  }

  /** What a history file says. */
  static TimelineHistory read(int timeline, String text) {
    List<Stretch> stretches = new ArrayList<>();
    long from = 0;
    for (String line : text.lines().toList()) {
      Matcher parts = LINE.matcher(line);
      if (parts.matches()) {
        stretches.add(new Stretch(Integer.parseInt(parts.group(1)), from));
        from = Long.parseLong(parts.group(2), 16) << 32 | Long.parseLong(parts.group(3), 16);
      }
    }
    stretches.add(new Stretch(timeline, from));
    return new TimelineHistory(stretches);
  }

  int timeline() {
    return stretches.getLast().timeline();
  }

  /** Whether it goes through this position of this timeline. */
  boolean passes(int timeline, long position) {
    for (int i = 0; i < stretches.size(); i++) {
      if (stretches.get(i).timeline() == timeline) {
        return i + 1 == stretches.size() || position <= stretches.get(i + 1).from();
      }
    }
    return false;
  }

  /**
   * The file that recovery reads for this number. A new timeline copies the segment in which it
   * begins.
   */
  WalSegment segment(long number) {
    int timeline = stretches.getFirst().timeline();
    for (Stretch stretch : stretches) {
      if (WalSegment.numberAt(stretch.from()) <= number) {
        timeline = stretch.timeline();
      }
    }
    return new WalSegment(timeline, number);
  }
}
