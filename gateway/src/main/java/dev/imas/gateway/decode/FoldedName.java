package dev.imas.gateway.decode;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * A field's name without the differences of spelling in JSON written by hand: {@code Alert_ID},
 * {@code alertId} and {@code alert-id} are the same. Only ASCII is folded.
 */
public final class FoldedName {

  private FoldedName() {}

  public static String of(String name) {
    StringBuilder folded = new StringBuilder(name.length());
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (!isSeparator(c)) {
        folded.append(lower(c));
      }
    }
    return folded.toString();
  }

  /**
   * Whether the folded name ends so, without building it. This is asked of every label.
   *
   * @param ending already folded
   */
  public static boolean endsWith(String name, String ending) {
    int at = name.length() - 1;
    for (int i = ending.length() - 1; i >= 0; i--) {
      while (at >= 0 && isSeparator(name.charAt(at))) {
        at--;
      }
      if (at < 0 || lower(name.charAt(at--)) != ending.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  public static Map<String, String> toOurs(Collection<String> ours) {
    Map<String, String> folded = new HashMap<>();
    ours.forEach(our -> folded.put(of(our), our));
    return Map.copyOf(folded);
  }

  /**
   * Takes fields with another spelling for ours, where ours is missing and there is only one such
   * field. If there are two, either may be meant.
   *
   * @param ours folded name to our name
   * @param may whether a field of this name can be meant
   */
  public static void adopt(
      Map<String, String> fields, Map<String, String> ours, Predicate<String> may) {
    Map<String, String> spelled = null;
    for (String name : fields.keySet()) {
      String our = may.test(name) ? ours.get(of(name)) : null;
      if (our != null && !our.equals(name)) {
        spelled = spelled == null ? new TreeMap<>() : spelled;
        spelled.merge(our, name, (one, other) -> "");
      }
    }
    if (spelled == null) {
      return;
    }
    spelled.values().removeIf(String::isEmpty);
    spelled.keySet().removeIf(our -> !fields.getOrDefault(our, "").isBlank());
    spelled.forEach((our, name) -> fields.put(our, Objects.requireNonNull(fields.remove(name))));
  }

  private static boolean isSeparator(char c) {
    return c == '_' || c == '-' || c == ' ';
  }

  private static char lower(char c) {
    return c >= 'A' && c <= 'Z' ? (char) (c | 0x20) : c;
  }
}
