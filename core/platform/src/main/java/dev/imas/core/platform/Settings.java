package dev.imas.core.platform;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiPredicate;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads configuration from the environment and a properties file; the environment wins. The key
 * {@code gateway.port} is {@code IMAS_GATEWAY_PORT} in the environment. Reading never throws. Every
 * fault is kept, so that the operator sees all of them at once ({@link #throwIfFaulty}). Every
 * value is kept for the log, with secrets as stars. Only keys that are read exist: any other is a
 * fault ({@link #faultUnknown}).
 */
public final class Settings {

  private static final Pattern DURATION = Pattern.compile("(\\d+)\\s*(ms|s|m|h|d)");
  private static final Pattern SIZE =
      Pattern.compile("(\\d+)\\s*(b|kb|kib|mb|mib|gb|gib)?", Pattern.CASE_INSENSITIVE);

  private static final String PREFIX = "IMAS_";

  private final Map<String, String> environment;
  private final Properties file;
  private final List<String> faults = new ArrayList<>();
  private final Map<String, String> effective = new TreeMap<>();

  /** Every key that was read, here or by {@link #alsoRead}. */
  private final Set<String> known = new TreeSet<>();

  public Settings(Map<String, String> environment, Properties file) {
    this.environment = Map.copyOf(environment);
    this.file = file;
  }

  /**
   * Reads the process's environment and, if given, a properties file.
   *
   * @throws ConfigurationException when the file cannot be read
   */
  public static Settings load(@Nullable Path file) {
    Properties properties = new Properties();
    if (file != null) {
      try (Reader in = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
        properties.load(in);
      } catch (IOException e) {
        throw new ConfigurationException(
            List.of("the configuration file " + file + " cannot be read: " + e.getMessage()));
      }
    }
    return new Settings(System.getenv(), properties);
  }

  public String text(String key, String otherwise) {
    return read(key, otherwise, "a text", value -> value);
  }

  /** Null when not set. */
  public @Nullable String text(String key) {
    String value = raw(key);
    if (value != null) {
      effective.put(key, value);
    }
    return value;
  }

  public Optional<Secret> secret(String key, int minimumLength) {
    String value = raw(key);
    if (value == null) {
      return Optional.empty();
    }
    effective.put(key, "****");
    if (value.length() < minimumLength) {
      fault(
          key
              + " ("
              + environmentName(key)
              + ") is "
              + value.length()
              + " characters long; expected at least "
              + minimumLength);
    }
    return Optional.of(new Secret(value));
  }

  public int count(String key, int otherwise, int least, int most) {
    return read(
        key,
        otherwise,
        "a whole number from " + least + " to " + most,
        value -> {
          int number = Integer.parseInt(value);
          return number >= least && number <= most ? number : null;
        });
  }

  public int port(String key, int otherwise) {
    return count(key, otherwise, 0, 65_535);
  }

  public double ratio(String key, double otherwise) {
    return read(
        key,
        otherwise,
        "a number from 0 to 1",
        value -> {
          double number = Double.parseDouble(value);
          return number >= 0 && number <= 1 ? number : null;
        });
  }

  public boolean flag(String key, boolean otherwise) {
    return read(
        key,
        otherwise,
        "true or false",
        value ->
            switch (value.toLowerCase(Locale.ROOT)) {
              case "true", "yes", "on", "1" -> Boolean.TRUE;
              case "false", "no", "off", "0" -> Boolean.FALSE;
              default -> null;
            });
  }

  /**
   * A duration such as {@code 500ms}, {@code 10s}, {@code 5m}, {@code 2h}, {@code 30d}, or in ISO
   * 8601.
   */
  public Duration duration(String key, Duration otherwise, Duration least, Duration most) {
    return read(
        key,
        otherwise,
        "a duration such as 500ms, 10s or 5m, from " + brief(least) + " to " + brief(most),
        value -> {
          Duration d = parseDuration(value);
          return d != null && d.compareTo(least) >= 0 && d.compareTo(most) <= 0 ? d : null;
        });
  }

  /**
   * A size in bytes, such as {@code 65536}, {@code 64KiB} or {@code 10MB}. Both kinds of units are
   * powers of 1024.
   */
  public long bytes(String key, long otherwise, long least, long most) {
    return read(
        key,
        otherwise,
        "a size such as 64KiB or 10MiB, from " + least + " to " + most + " bytes",
        value -> {
          Matcher m = SIZE.matcher(value);
          if (!m.matches()) {
            return null;
          }
          String unit = m.group(2) == null ? "b" : m.group(2).toLowerCase(Locale.ROOT);
          long factor =
              switch (unit.charAt(0)) {
                case 'k' -> 1L << 10;
                case 'm' -> 1L << 20;
                case 'g' -> 1L << 30;
                default -> 1;
              };
          long size = Math.multiplyExact(Long.parseLong(m.group(1)), factor);
          return size >= least && size <= most ? size : null;
        });
  }

  public Path path(String key, Path otherwise) {
    return read(key, otherwise, "a path", Path::of);
  }

  public <E extends Enum<E>> E choice(String key, E otherwise, Class<E> type) {
    return read(
        key,
        otherwise,
        "one of " + List.of(type.getEnumConstants()).toString().toLowerCase(Locale.ROOT),
        value -> {
          for (E e : type.getEnumConstants()) {
            if (e.name().equalsIgnoreCase(value)) {
              return e;
            }
          }
          return null;
        });
  }

  /** The terminal that this environment describes. */
  public Terminal terminal() {
    return Terminal.of(environment);
  }

  /**
   * Adds a fault that no single value shows, such as two equal ports. A setting may be read more
   * than once; its fault is reported once.
   */
  public void fault(String fault) {
    if (!faults.contains(fault)) {
      faults.add(fault);
    }
  }

  public List<String> faults() {
    return List.copyOf(faults);
  }

  /**
   * @throws ConfigurationException with every fault found so far, when there is one
   */
  public void throwIfFaulty() {
    if (!faults.isEmpty()) {
      throw new ConfigurationException(faults);
    }
  }

  /**
   * Makes the keys known that {@code reader} reads, without values or faults: the settings of a
   * part that this process does not run.
   */
  public void alsoRead(Consumer<Settings> reader) {
    Settings empty = new Settings(Map.of(), new Properties());
    reader.accept(empty);
    known.addAll(empty.known);
  }

  /** The keys read so far, and those of {@link #alsoRead}. */
  public Set<String> known() {
    return Set.copyOf(known);
  }

  /**
   * Adds a fault for each key of the file and each {@code IMAS_} variable that nothing reads. A
   * misspelt one would otherwise silently have no effect. Call it after everything was read.
   *
   * @param reserved whether a variable with that name and value is meant for another program
   */
  public void faultUnknown(BiPredicate<String, String> reserved) {
    Map<String, String> variables = new TreeMap<>();
    known.forEach(key -> variables.put(environmentName(key), key));
    new TreeMap<>(environment)
        .forEach(
            (name, value) -> {
              if (name.startsWith(PREFIX)
                  && !variables.containsKey(name)
                  && !reserved.test(name, value)) {
                faults.add(
                    "the variable "
                        + name
                        + " is not a setting"
                        + Spelling.hint(name, variables.keySet()));
              }
            });
    for (String key : new TreeSet<>(file.stringPropertyNames())) {
      if (!known.contains(key)) {
        faults.add(
            "'" + key + "' in the configuration file is not a setting" + Spelling.hint(key, known));
      }
    }
  }

  /** The values that were read, by key; secrets as stars. */
  public Map<String, String> effective() {
    return Map.copyOf(effective);
  }

  /** {@code gateway.port} → {@code IMAS_GATEWAY_PORT}. */
  public static String environmentName(String key) {
    return PREFIX + key.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
  }

  /** The name of the operating system's user that runs this process. */
  static String processUser() {
    return String.valueOf(System.getProperty("user.name"));
  }

  private <T> T read(
      String key, T otherwise, String expected, Function<String, @Nullable T> parse) {
    String value = raw(key);
    T result = otherwise;
    if (value != null) {
      T parsed = null;
      try {
        parsed = parse.apply(value);
      } catch (RuntimeException e) {
        // Reported below.
      }
      if (parsed == null) {
        fault(key + " (" + environmentName(key) + ") is '" + value + "'; expected " + expected);
      } else {
        result = parsed;
      }
    }
    effective.put(key, String.valueOf(result));
    return result;
  }

  private @Nullable String raw(String key) {
    known.add(key);
    String value = environment.get(environmentName(key));
    if (value == null) {
      value = file.getProperty(key);
    }
    return value == null || value.isBlank() ? null : value.strip();
  }

  private static @Nullable Duration parseDuration(String value) {
    Matcher m = DURATION.matcher(value);
    if (m.matches()) {
      long n = Long.parseLong(m.group(1));
      return switch (m.group(2)) {
        case "ms" -> Duration.ofMillis(n);
        case "s" -> Duration.ofSeconds(n);
        case "m" -> Duration.ofMinutes(n);
        case "h" -> Duration.ofHours(n);
        default -> Duration.ofDays(n);
      };
    }
    try {
      return Duration.parse(value);
    } catch (DateTimeParseException e) {
      return null;
    }
  }

  private static String brief(Duration d) {
    return d.toString().substring(2).toLowerCase(Locale.ROOT);
  }
}
