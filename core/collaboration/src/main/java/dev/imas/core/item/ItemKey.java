package dev.imas.core.item;

import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How a request names an item: by its id, or by its key, in any case.
 *
 * @param id null: it is named by its key
 */
record ItemKey(@Nullable UUID id, @Nullable ItemKind kind, long number) {

  private static final Pattern KEY = Pattern.compile("([A-Z]{1,10})-(\\d{1,18})");
  private static final int LENGTH_OF_ID = 36;

  /** Empty for what can be neither. */
  static Optional<ItemKey> parse(String text) {
    Matcher key = KEY.matcher(text.toUpperCase(Locale.ROOT));
    if (key.matches()) {
      for (ItemKind kind : ItemKind.values()) {
        if (kind.prefix().equals(key.group(1))) {
          return Optional.of(new ItemKey(null, kind, Long.parseLong(key.group(2))));
        }
      }
      return Optional.empty();
    }
    try {
      return text.length() == LENGTH_OF_ID
          ? Optional.of(new ItemKey(UUID.fromString(text), null, 0))
          : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
