package dev.imas.core.http;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The header by which a client says which languages its reader wants. Pure. */
public final class AcceptLanguage {

  private static final int LONGEST = 500;

  private AcceptLanguage() {}

  /**
   * The one that the reader wants most: {@code fr} for {@code fr-CA, en;q=0.5}.
   *
   * @param header null if none was sent
   * @param offered such as {@code en}
   * @return null if none of them is wanted, or the header cannot be read
   */
  public static @Nullable String best(@Nullable String header, List<String> offered) {
    if (header == null || header.length() > LONGEST) {
      return null;
    }
    try {
      return Locale.lookupTag(Locale.LanguageRange.parse(header), offered);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }
}
