package dev.imas.core.oncall;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** People by name, and shifts as lines that a reader can check. */
final class People {

  static final ZoneId PARIS = ZoneId.of("Europe/Paris");

  static final UUID ALICE = person('A');
  static final UUID BOB = person('B');
  static final UUID CAROL = person('C');
  static final UUID DAVE = person('D');

  private static final Map<UUID, String> NAMES =
      Stream.of(ALICE, BOB, CAROL, DAVE)
          .collect(Collectors.toMap(Function.identity(), People::letter));

  private People() {}

  private static UUID person(char letter) {
    return new UUID(0, letter);
  }

  private static String letter(UUID person) {
    return String.valueOf((char) person.getLeastSignificantBits());
  }

  /** Each alone in a slot. */
  static List<List<UUID>> each(UUID... people) {
    return Stream.of(people).map(List::of).toList();
  }

  static Rotation daily(String anchor, UUID... people) {
    return Rotation.of(PARIS, LocalDateTime.parse(anchor), Cadence.DAILY, each(people));
  }

  static Rotation weekly(String anchor, UUID... people) {
    return Rotation.of(PARIS, LocalDateTime.parse(anchor), Cadence.WEEKLY, each(people));
  }

  /** By the clocks of Paris. */
  static Instant paris(String local) {
    return LocalDateTime.parse(local).atZone(PARIS).toInstant();
  }

  static Interval between(String from, String until) {
    return new Interval(paris(from), paris(until));
  }

  /** As {@code "2026-03-28T09:00 A"}, by the clocks of Paris. */
  static List<String> starts(List<Shift> shifts) {
    return shifts.stream()
        .map(s -> s.from().atZone(PARIS).toLocalDateTime() + " " + name(s.person()))
        .toList();
  }

  /** As {@code "ABC"}: who has the shifts, in order. */
  static String order(List<Shift> shifts) {
    return shifts.stream().map(s -> name(s.person())).collect(Collectors.joining());
  }

  static String name(UUID person) {
    return NAMES.getOrDefault(person, person.toString());
  }
}
