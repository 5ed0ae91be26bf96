package dev.imas.core.runbook;

import java.text.Normalizer;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Names of runbooks for addresses: words of a-z and 0-9 with hyphens between them. Pure. */
final class Slug {

  static final int LONGEST = 100;

  private static final Pattern SLUG = Pattern.compile("[a-z0-9]+(-[a-z0-9]+)*");
  private static final Pattern OTHER = Pattern.compile("[^a-z0-9]+");
  private static final Pattern ENDS = Pattern.compile("^-|-$");
  private static final Pattern ACCENTS = Pattern.compile("\\p{M}");
  private static final int ROOM_FOR_NUMBER = 5;

  private Slug() {}

  static boolean isOne(String text) {
    return text.length() <= LONGEST && SLUG.matcher(text).matches();
  }

  /**
   * One that no other runbook has.
   *
   * @param service its name; null for all services
   * @param taken those of all runbooks
   */
  static String of(@Nullable String service, String name, Set<String> taken) {
    String base = words(service == null ? name : service + " " + name);
    String slug = base.isEmpty() ? "runbook" : base;
    for (int i = 2; taken.contains(slug); i++) {
      slug = (base.isEmpty() ? "runbook" : base) + "-" + i;
    }
    return slug;
  }

  private static String words(String text) {
    String plain =
        ACCENTS
            .matcher(Normalizer.normalize(text, Normalizer.Form.NFD))
            .replaceAll("")
            .toLowerCase(Locale.ROOT);
    String words = ENDS.matcher(OTHER.matcher(plain).replaceAll("-")).replaceAll("");
    return words.length() <= LONGEST - ROOM_FOR_NUMBER
        ? words
        : ENDS.matcher(words.substring(0, LONGEST - ROOM_FOR_NUMBER)).replaceAll("");
  }
}
