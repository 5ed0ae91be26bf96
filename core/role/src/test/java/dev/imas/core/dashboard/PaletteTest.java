package dev.imas.core.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The colours of the dashboard (goal 8): every text can be read, and severities are told apart
 * whatever colours somebody sees, or else have a shape. Computed from the style sheets.
 */
class PaletteTest {

  private static final Path SOURCES = Path.of("../web/src/main/web");
  private static final double READABLE = 4.5;

  /** Of what is no text. */
  private static final double SEEN = 3;

  private static final double APART = 20;
  private static final String PLAIN = "ground surface raised hover press";

  /** Which texts stand on which grounds. */
  private static final Map<String, String> PAIRS =
      Map.ofEntries(
          Map.entry("text", PLAIN + " ok-tint warn-tint bad-tint info-tint"),
          Map.entry("soft", PLAIN),
          Map.entry("link", "ground surface raised hover warn-tint bad-tint info-tint"),
          Map.entry("accent", "ground surface raised"),
          Map.entry("on-ink", "ink ink-hover"),
          Map.entry("white", "sev1-fill"),
          Map.entry("sev1", "ground surface sev1-tint"),
          Map.entry("sev2", "ground surface sev2-tint"),
          Map.entry("sev3", "ground surface sev3-tint"),
          Map.entry("sev4", "ground surface sev4-tint"),
          Map.entry("ok", "ground surface ok-tint"),
          Map.entry("warn", "ground surface warn-tint"),
          Map.entry("bad", "ground surface raised hover bad-tint"),
          Map.entry("info", "ground surface info-tint"));

  private static final List<String> SIGNS =
      List.of("edge", "focus", "bar1", "bar2", "bar3", "bar4", "p1", "p2", "p3", "p4");

  private enum Theme {
    DARK,
    LIGHT,
    LIGHT_BY_CHOICE
  }

  /**
   * What people see who lack one kind of cone: Machado, Oliveira and Fernandes, "A
   * Physiologically-based Model for Simulation of Color Vision Deficiency" (2009), table 1,
   * severity 1.0; on linear RGB.
   */
  private enum Sight {
    PROTAN(
        0.152286, 1.052583, -0.204868, 0.114503, 0.786281, 0.099216, -0.003882, -0.048116,
        1.051998),
    DEUTAN(
        0.367322, 0.860646, -0.227968, 0.280085, 0.672501, 0.047413, -0.011820, 0.042940, 0.968881),
    TRITAN(
        1.255528, -0.076749, -0.178779, -0.078411, 0.930809, 0.147602, 0.004733, 0.691367,
        0.303900);

    final double[] matrix;

    Sight(double... matrix) {
      this.matrix = matrix;
    }

    double[] sees(double[] linear) {
      double[] seen = new double[3];
      for (int row = 0; row < 3; row++) {
        double sum = 0;
        for (int column = 0; column < 3; column++) {
          sum += matrix[3 * row + column] * linear[column];
        }
        seen[row] = Math.clamp(sum, 0, 1);
      }
      return seen;
    }
  }

  /** The colours of a theme, by name. */
  private static Map<String, String> colours(Theme theme) throws IOException {
    String css = Files.readString(SOURCES.resolve("tokens.css"));
    String selector =
        switch (theme) {
          case DARK -> ":root {\n  color-scheme: dark;";
          case LIGHT -> ":root:not([data-theme=\"dark\"]) {";
          case LIGHT_BY_CHOICE -> ":root[data-theme=\"light\"] {";
        };
    int begin = css.indexOf(selector);
    assertThat(begin).as(selector).isNotNegative();
    Map<String, String> found = new LinkedHashMap<>();
    Matcher matcher =
        Pattern.compile("--([\\w-]+): (#[0-9a-f]{3,6});")
            .matcher(css.substring(begin, css.indexOf('}', begin)));
    while (matcher.find()) {
      found.put(matcher.group(1), matcher.group(2));
    }
    assertThat(found).containsKeys("ground", "surface", "text", "accent", "ink", "on-ink", "sev1");
    return found;
  }

  private static double[] linear(String hex) {
    String digits = hex.substring(1);
    String six = digits.length() == 3 ? digits.replaceAll("(.)", "$1$1") : digits;
    double[] linear = new double[3];
    for (int at = 0; at < 3; at++) {
      double value = Integer.parseInt(six.substring(2 * at, 2 * at + 2), 16) / 255.0;
      linear[at] = value <= 0.04045 ? value / 12.92 : Math.pow((value + 0.055) / 1.055, 2.4);
    }
    return linear;
  }

  private static double luminance(String hex) {
    double[] of = linear(hex);
    return 0.2126 * of[0] + 0.7152 * of[1] + 0.0722 * of[2];
  }

  /** By WCAG 2. */
  private static double contrast(String one, String other) {
    double a = luminance(one);
    double b = luminance(other);
    return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
  }

  /** CIE L*a*b* under D65. */
  private static double[] lab(double[] linear) {
    double x = (0.4124564 * linear[0] + 0.3575761 * linear[1] + 0.1804375 * linear[2]) / 0.95047;
    double y = 0.2126729 * linear[0] + 0.7151522 * linear[1] + 0.0721750 * linear[2];
    double z = (0.0193339 * linear[0] + 0.1191920 * linear[1] + 0.9503041 * linear[2]) / 1.08883;
    return new double[] {116 * cube(y) - 16, 500 * (cube(x) - cube(y)), 200 * (cube(y) - cube(z))};
  }

  private static double cube(double value) {
    return value > 216.0 / 24389 ? Math.cbrt(value) : (24389.0 / 27 * value + 16) / 116;
  }

  private static double difference(double[] one, double[] other) {
    double[] a = lab(one);
    double[] b = lab(other);
    return Math.sqrt(
        Math.pow(a[0] - b[0], 2) + Math.pow(a[1] - b[1], 2) + Math.pow(a[2] - b[2], 2));
  }

  @Test
  void whatIsComputedIsRight() {
    assertThat(contrast("#000", "#fff")).isEqualTo(21);
    assertThat(contrast("#00ff00", "#fff")).isBetween(1.36, 1.38);
    assertThat(difference(linear("#fff"), linear("#000"))).isBetween(99.9, 100.1);
    assertThat(difference(Sight.DEUTAN.sees(linear("#f00")), Sight.DEUTAN.sees(linear("#008f00"))))
        .as("red and green of the same lightness")
        .isLessThan(30);
  }

  @ParameterizedTest
  @EnumSource
  void everyTextCanBeRead(Theme theme) throws IOException {
    Map<String, String> colours = colours(theme);
    List<String> faults = new ArrayList<>();
    PAIRS.forEach(
        (text, grounds) -> {
          for (String ground : grounds.split(" ")) {
            lacks(colours, text, ground, READABLE, faults);
          }
        });
    // What is no text, but must be seen: borders of fields, the ring of the focus, bars of charts,
    // rings of people.
    for (String sign : SIGNS) {
      for (String ground : List.of("ground", "surface", "raised")) {
        lacks(colours, sign, ground, SEEN, faults);
      }
    }
    assertThat(faults).isEmpty();
  }

  private static void lacks(
      Map<String, String> colours, String one, String ground, double least, List<String> faults) {
    double is = contrast(of(colours, one), of(colours, ground));
    if (is < least) {
      faults.add("%s on %s: %.2f".formatted(one, ground, is));
    }
  }

  @Test
  void bothLightThemesAreTheSame() throws IOException {
    assertThat(colours(Theme.LIGHT_BY_CHOICE)).isEqualTo(colours(Theme.LIGHT));
  }

  private static String of(Map<String, String> colours, String name) {
    return name.equals("white") ? "#ffffff" : Objects.requireNonNull(colours.get(name), name);
  }

  /** Texts of severities and bars of charts, whatever colours somebody sees. */
  @ParameterizedTest
  @EnumSource
  void severitiesAreApart(Theme theme) throws IOException {
    Map<String, String> colours = colours(theme);
    TreeSet<String> near = new TreeSet<>();
    for (Sight sight : Sight.values()) {
      for (String kind : List.of("sev", "bar")) {
        for (int one = 1; one <= 4; one++) {
          for (int other = one + 1; other <= 4; other++) {
            double apart =
                difference(
                    sight.sees(linear(of(colours, kind + one))),
                    sight.sees(linear(of(colours, kind + other))));
            if (apart < APART) {
              near.add("%s %s%d-%d: %.0f".formatted(sight, kind, one, other, apart));
            }
          }
        }
      }
    }
    assertThat(near).isEmpty();
  }

  /**
   * Colour alone says nothing: a severity's colour is on its mark, which has a shape and a word.
   */
  @Test
  void severitiesHaveAShape() throws IOException {
    assertThat(placesOfSeverities())
        .isSubsetOf(".sev", ".pill", ".sev.sev1", ".sev.sev2", ".sev.sev3", ".count.hot");
    assertThat(shapes()).as("shapes of severities").hasSize(4).doesNotHaveDuplicates();
  }

  /** The selectors that take a severity's colour. */
  private static List<String> placesOfSeverities() throws IOException {
    List<String> places = new ArrayList<>();
    try (Stream<Path> files = Files.walk(SOURCES)) {
      for (Path file : files.filter(one -> one.toString().endsWith(".css")).toList()) {
        Matcher rule =
            Pattern.compile("([^{}]+)\\{[^{}]*var\\(--sev\\d(?:-\\w+)?\\)[^{}]*}")
                .matcher(Files.readString(file));
        while (rule.find()) {
          String selectors = rule.group(1).replaceAll("(?s)/\\*.*?\\*/", "");
          for (String selector : selectors.strip().split(",")) {
            places.add(selector.strip());
          }
        }
      }
    }
    assertThat(places).isNotEmpty();
    return places;
  }

  private static List<String> shapes() throws IOException {
    Matcher marks =
        Pattern.compile("SEV\\d: \"([^\"]+)\"")
            .matcher(Files.readString(SOURCES.resolve("incidents/marks.tsx")));
    List<String> shapes = new ArrayList<>();
    while (marks.find()) {
      shapes.add(marks.group(1));
    }
    return shapes;
  }
}
