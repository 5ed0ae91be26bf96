package dev.imas.core.wording;

import java.time.ZoneId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The templates of one message: those of its tenant in its language, and behind them the shipped
 * ones.
 *
 * @param zone in which times are told; null if nobody has said
 * @param own those of the tenant, in all languages
 */
public record Templates(String language, @Nullable ZoneId zone, Map<Key, OwnTemplate> own) {

  /** What a template is for. */
  public record Key(String language, String kind, Form form) {

    @Override
    public String toString() {
      return kind + "/" + form.wireName() + " (" + language + ")";
    }
  }

  /** A template of the tenant that holds for a message. */
  record Found(Key key, OwnTemplate template) {}

  /** The shipped ones in English. */
  public static final Templates SHIPPED = new Templates("en", null, Map.of());

  /** Of a message whose reader's zone is not known. */
  public Templates(String language, Map<Key, OwnTemplate> own) {
    this(language, null, own);
  }

  public Templates {
    own = Map.copyOf(own);
  }

  /**
   * In the language of the receiver if there are any templates in it, else in that of the tenant,
   * else in English.
   *
   * @param wanted such as {@code fr-FR}; null for a receiver that is no person
   */
  public static Templates in(@Nullable String wanted, String ofTenant, Map<Key, OwnTemplate> own) {
    Set<String> languages = new HashSet<>(Phrases.LANGUAGES);
    own.keySet().forEach(key -> languages.add(key.language));
    String first = wanted == null ? language(ofTenant) : language(wanted);
    if (languages.contains(first)) {
      return new Templates(first, null, own);
    }
    String second = language(ofTenant);
    return new Templates(languages.contains(second) ? second : "en", null, own);
  }

  /** {@code fr} of {@code fr-FR}. */
  public static String language(String locale) {
    int end = locale.indexOf('-');
    return (end < 0 ? locale : locale.substring(0, end)).toLowerCase(Locale.ROOT);
  }

  /** The same, which tell times in that zone. */
  public Templates in(@Nullable ZoneId reader) {
    return new Templates(language, reader, own);
  }

  /** The words that stand in values. */
  public Phrases phrases() {
    return Phrases.of(language).in(zone);
  }

  Optional<Found> own(String event, Form form) {
    for (String kind : MessageKind.ownOf(event)) {
      Key key = new Key(language, kind, form);
      OwnTemplate found = own.get(key);
      if (found != null) {
        return Optional.of(new Found(key, found));
      }
    }
    return Optional.empty();
  }

  /** What is shipped for a kind, in English if there is none in that language. */
  public static String shippedSource(String language, String kind, Form form) {
    return ShippedTemplates.find(language, MessageKind.shippedOf(kind), form).source();
  }

  MessageTemplate shipped(String event, Form form) {
    return ShippedTemplates.find(language, MessageKind.shippedOf(event), form).compiled();
  }

  /** The same with one more template of the tenant. */
  public Templates and(Key key, OwnTemplate template) {
    Map<Key, OwnTemplate> more = new HashMap<>(own);
    more.put(key, template);
    return new Templates(language, zone, more);
  }
}
