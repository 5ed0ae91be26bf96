package dev.imas.core.ical;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The zones that Windows, Outlook and Exchange name in their own way, by the table of CLDR. */
final class WindowsZones {

  private static final Map<String, ZoneId> ZONES = read();

  private WindowsZones() {}

  private static Map<String, ZoneId> read() {
    try (InputStream table =
        Objects.requireNonNull(WindowsZones.class.getResourceAsStream("windows-zones.tsv"))) {
      Map<String, ZoneId> zones = new LinkedHashMap<>();
      new String(table.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.startsWith("#"))
          .map(line -> line.split("\t"))
          .forEach(row -> zones.put(row[0].toLowerCase(Locale.ROOT), ZoneId.of(row[1])));
      return zones;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static @Nullable ZoneId named(String name) {
    return ZONES.get(name.toLowerCase(Locale.ROOT));
  }

  /** In the order of their names. */
  static List<ZoneId> all() {
    return ZONES.values().stream().distinct().toList();
  }
}
