package dev.imas.notifier.wording;

import dev.imas.core.wording.OwnTemplate;
import dev.imas.core.wording.Templates;
import java.time.ZoneId;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a tenant has set about the words of its messages.
 *
 * @param language of messages that are nobody's alone
 * @param zone in which they tell times; null if the tenant has not said
 * @param generation grows with each change of a template
 */
public record TenantWords(
    String language, @Nullable ZoneId zone, long generation, Map<Templates.Key, OwnTemplate> own) {

  /** The shipped ones in English. */
  public static final TenantWords USUAL = new TenantWords("en", null, 0, Map.of());

  public TenantWords {
    own = Map.copyOf(own);
  }

  /**
   * @param locale of the person who gets the message; null when it is nobody's alone
   * @param reader the zone of that person; null for that of the tenant
   */
  public Templates templates(@Nullable String locale, @Nullable ZoneId reader) {
    return Templates.in(locale, language, own).in(reader == null ? zone : reader);
  }
}
