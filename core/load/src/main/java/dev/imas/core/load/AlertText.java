package dev.imas.core.load;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The bytes of one alert of one severity and state. Slots for the variable parts have a fixed
 * width, so the length is known in advance.
 */
final class AlertText {

  private enum Slot {
    NUMBER(9),
    NAME(4),
    START(InstantText.LENGTH),
    END(InstantText.LENGTH),
    SEEN(InstantText.LENGTH),
    MILLIS(13),
    VALUE(6),
    PRINT(16);

    private static final Pattern MARK = Pattern.compile("‹(\\w+)›");

    private final int width;

    Slot(int width) {
      this.width = width;
    }
  }

  /** A sender reports a condition that has held for a while. */
  private static final long PENDING = 60_000;

  /**
   * A recovery is reported a moment after it happened, so that it is not in the future if clocks
   * differ.
   */
  private static final long SETTLED = 1_000;

  private record Place(Slot slot, int at) {}

  private final byte[] text;
  private final Place[] places;

  /**
   * @param template as {@link AlertFormat#alert} writes it
   * @param words the texts that are the same for all alerts of this severity and state
   */
  AlertText(String template, Map<String, String> words) {
    String fixed = filled(template, words);
    StringBuilder whole = new StringBuilder();
    List<Place> found = new ArrayList<>();
    Matcher mark = Slot.MARK.matcher(fixed);
    while (mark.find()) {
      mark.appendReplacement(whole, "");
      Slot slot = Slot.valueOf(mark.group(1).toUpperCase(Locale.ROOT));
      found.add(new Place(slot, whole.length()));
      whole.append("0".repeat(slot.width));
    }
    mark.appendTail(whole);
    text = whole.toString().getBytes(StandardCharsets.US_ASCII);
    places = found.toArray(Place[]::new);
  }

  /**
   * @throws IllegalArgumentException if a text is missing
   */
  static String filled(String template, Map<String, String> words) {
    String text = template;
    for (Map.Entry<String, String> word : words.entrySet()) {
      text = text.replace("«" + word.getKey() + "»", word.getValue());
    }
    int left = text.indexOf('«');
    if (left >= 0) {
      throw new IllegalArgumentException("a placeholder has no value: " + text.substring(left));
    }
    return text;
  }

  int length() {
    return text.length;
  }

  /**
   * @param names the number of names among which the alerts are spread
   * @param value a number that differs from event to event
   * @return the position of the next byte
   */
  int write(
      byte[] to, int at, AlertStream event, int names, long endsAt, long value, InstantText times) {
    System.arraycopy(text, 0, to, at, text.length);
    for (Place place : places) {
      int from = at + place.at;
      switch (place.slot) {
        case NUMBER -> InstantText.digits(to, from, place.slot.width, event.number());
        case NAME -> InstantText.digits(to, from, place.slot.width, event.number() % names);
        case START -> times.write(to, from, event.startedAt() - PENDING);
        case END -> times.write(to, from, event.firing() ? endsAt : event.observedAt() - SETTLED);
        case SEEN -> times.write(to, from, event.observedAt());
        case MILLIS -> InstantText.digits(to, from, place.slot.width, event.observedAt());
        case VALUE -> {
          InstantText.digits(to, from, 3, value & 511);
          to[from + 3] = '.';
          InstantText.digits(to, from + 4, 2, (value >>> 9 & 1023) % 100);
        }
        case PRINT -> InstantText.hex(to, from, place.slot.width, Mix.of(event.number()));
      }
    }
    return at + text.length;
  }
}
