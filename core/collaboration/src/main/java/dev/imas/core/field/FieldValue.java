package dev.imas.core.field;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Locale;
import java.util.UUID;

/** A value of a field. */
sealed interface FieldValue {

  /** How long the key is at most, by which incidents are found. */
  int LONGEST_KEY = 200;

  /** Also an address, or the id of an option. */
  record Text(String text) implements FieldValue {}

  /** Of any scale; 5 and 5.0 are the same. */
  record Number(BigDecimal number) implements FieldValue {}

  record Flag(boolean flag) implements FieldValue {}

  record Day(LocalDate day) implements FieldValue {}

  record Moment(Instant at) implements FieldValue {}

  /** A user, a team or a service. */
  record Ref(UUID id) implements FieldValue {}

  /** As the API shows it. */
  default Object shown() {
    return switch (this) {
      case Text text -> text.text;
      case Number number -> number.number;
      case Flag flag -> flag.flag;
      case Day day -> day.day.toString();
      case Moment moment -> moment.at;
      case Ref ref -> ref.id;
    };
  }

  /** For people, where it names nothing else. */
  default String text() {
    return switch (this) {
      case Text text -> text.text;
      case Number number -> plain(number.number);
      case Flag flag -> flag.flag ? "yes" : "no";
      case Day day -> day.day.toString();
      case Moment moment -> moment.at.toString();
      case Ref ref -> ref.id.toString();
    };
  }

  /** The one spelling by which incidents are found. */
  default String key() {
    String key =
        this instanceof Flag flag
            ? Boolean.toString(flag.flag)
            : text().strip().toLowerCase(Locale.ROOT);
    return key.length() <= LONGEST_KEY ? key : key.substring(0, LONGEST_KEY);
  }

  private static String plain(BigDecimal number) {
    return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
  }
}
