package dev.imas.core.imports;

import java.text.Normalizer;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/** Makes names and keys that are different, stable, and as documents want them. */
final class ImportNames {

  private static final int LONGEST_NAME = 100;
  private static final int LONGEST_KEY = 80;
  private static final int LONGEST_VARIABLE = 100;

  private final Set<String> taken = new HashSet<>();

  /** Of names that differ by case alone, the second gets a number. */
  String name(String wanted) {
    String stripped = wanted.strip().replaceAll("\\p{Cntrl}+", " ");
    String cut =
        stripped.length() <= LONGEST_NAME
            ? stripped
            : stripped.substring(0, stripped.offsetByCodePoints(0, LONGEST_NAME / 2)) + "…";
    return free(cut.isEmpty() ? "unnamed" : cut, " ");
  }

  String key(String wanted) {
    String ascii = plain(wanted).toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9._@]+", "-");
    String cut = ascii.replaceAll("^[^a-z0-9]+", "");
    cut = cut.substring(0, Math.min(cut.length(), LONGEST_KEY)).replaceAll("-+$", "");
    return free(cut.isEmpty() ? "unnamed" : cut, "-");
  }

  /** Of the environment. */
  String variable(String wanted) {
    String words = plain(wanted).toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]+", "_");
    String cut = words.replaceAll("^_+", "");
    cut = cut.substring(0, Math.min(cut.length(), LONGEST_VARIABLE)).replaceAll("_+$", "");
    return free("AM_" + cut, "_");
  }

  private static String plain(String text) {
    return Normalizer.normalize(text, Normalizer.Form.NFD).replaceAll("\\p{M}+", "");
  }

  private String free(String wanted, String separator) {
    String free = wanted;
    for (int i = 2; !taken.add(free.toLowerCase(Locale.ROOT)); i++) {
      free = wanted + separator + i;
    }
    return free;
  }
}
