package dev.imas.gateway.decode;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * A field's name without what people vary when they write JSON by hand: {@code Alert_ID}, {@code
 * alertId} and {@code alert-id} are one. ASCII alone is folded.
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
   * Does the folded name end so? Without making it: asked of every label.
   *
   * @param ending folded already
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
   * Takes fields that are spelled in another way for ours, where ours is not given and there is one
   * such field only: who gives two may mean anything by them.
   *
   * @param ours folded name to ours
   * @param may a field of this name be meant?
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
