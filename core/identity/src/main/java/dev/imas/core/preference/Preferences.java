package dev.imas.core.preference;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import dev.imas.core.http.Body;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How a user wants their pages. What they have not chosen is null, and the page decides.
 *
 * @param theme light, dark, or system: as the device has it
 * @param locale of the pages' words; messages are in that of the account
 * @param timeZone in which pages show times
 * @param density how much is on a page
 * @param keys whether single keys act (WCAG 2.1.4)
 * @param times how long ago something was, or when
 * @param checklist whether the checklist of the first steps is shown
 */
@JsonIgnoreProperties(ignoreUnknown = true)
record Preferences(
    @Nullable String theme,
    @Nullable String locale,
    @Nullable String timeZone,
    @Nullable String density,
    @Nullable Boolean keys,
    @Nullable String times,
    @Nullable Boolean checklist) {

  static final Preferences NONE = new Preferences(null, null, null, null, null, null, null);

  private static final List<String> THEMES = List.of("system", "light", "dark");
  private static final List<String> DENSITIES = List.of("comfortable", "compact");
  private static final List<String> TIMES = List.of("relative", "absolute");
  private static final Pattern LOCALE = Pattern.compile("[a-z]{2,3}(-[A-Z][a-z]{3})?(-[A-Z]{2})?");

  /** Reads all of it: what the body leaves out is not chosen. */
  static Preferences read(Body body) {
    body.only("theme", "locale", "time_zone", "density", "keys", "times", "checklist");
    String locale = body.text("locale", 20);
    if (locale != null && !LOCALE.matcher(locale).matches()) {
      body.fault("/locale", "is not a language such as en or fr-FR");
    }
    Preferences read =
        new Preferences(
            one(body, "theme", THEMES),
            locale,
            zone(body),
            one(body, "density", DENSITIES),
            body.present("keys") == null ? null : body.flag("keys", true),
            one(body, "times", TIMES),
            body.present("checklist") == null ? null : body.flag("checklist", true));
    body.throwIfFaulty();
    return read;
  }

  private static @Nullable String one(Body body, String name, List<String> known) {
    String value = body.text(name, 40);
    if (value != null && !known.contains(value)) {
      body.fault("/" + name, "'" + value + "' is not one of " + String.join(", ", known));
    }
    return value;
  }

  private static @Nullable String zone(Body body) {
    String zone = body.text("time_zone", 60);
    if (zone != null) {
      try {
        ZoneId.of(zone);
      } catch (DateTimeException e) {
        body.fault("/time_zone", "is not a time zone such as Europe/Paris");
      }
    }
    return zone;
  }
}
