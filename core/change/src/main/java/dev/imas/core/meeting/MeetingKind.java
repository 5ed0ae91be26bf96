package dev.imas.core.meeting;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** What people meet for. */
enum MeetingKind {
  DAILY(1),
  SPRINT_PLANNING(2),
  RETROSPECTIVE(3),
  REVIEW(4),
  TECHNICAL(5),
  OTHER(6);

  static final String WORDS =
      Arrays.stream(values()).map(MeetingKind::wireName).collect(Collectors.joining(", "));

  private final int number;

  MeetingKind(int number) {
    this.number = number;
  }

  /** As it is stored. */
  int number() {
    return number;
  }

  @JsonValue
  String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  static MeetingKind of(int number) {
    return Arrays.stream(values()).filter(one -> one.number == number).findFirst().orElseThrow();
  }

  static Optional<MeetingKind> parse(String word) {
    return Arrays.stream(values())
        .filter(one -> one.wireName().equals(word.strip().toLowerCase(Locale.ROOT)))
        .findFirst();
  }
}
