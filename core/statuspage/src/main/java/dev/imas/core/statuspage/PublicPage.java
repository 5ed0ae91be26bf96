package dev.imas.core.statuspage;

import dev.imas.core.subscriber.Subscriptions.Site;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A page in all forms in which it is served, written once for all readers.
 *
 * @param revision of what it shows
 * @param asOf when that was read
 * @param subscribed what one can subscribe to here; null if one cannot
 */
record PublicPage(
    long revision,
    Instant asOf,
    @Nullable Site subscribed,
    PublicDocument english,
    PublicDocument french,
    PublicDocument englishOld,
    PublicDocument frenchOld,
    PublicDocument json,
    PublicDocument englishFeed,
    PublicDocument frenchFeed) {

  /** A page that is older says so. */
  static final Duration OLD = Duration.ofMinutes(5);

  /**
   * @param address of the page
   * @param subscribed null if nobody can subscribe
   */
  static PublicPage of(long revision, StatusView view, String address, @Nullable Site subscribed) {
    String slug = address.substring(address.lastIndexOf('/') + 1);
    String feed = slug + ".atom";
    String form = subscribed == null ? "" : "/status/" + slug + "/subscribe";
    return new PublicPage(
        revision,
        view.asOf(),
        subscribed,
        html(view, PublicWords.ENGLISH, PublicHtml.Kind.SERVED, feed, form),
        html(view, PublicWords.FRENCH, PublicHtml.Kind.SERVED, feed, form),
        html(view, PublicWords.ENGLISH, PublicHtml.Kind.OLD, feed, form),
        html(view, PublicWords.FRENCH, PublicHtml.Kind.OLD, feed, form),
        PublicDocument.json(view),
        PublicDocument.atom(PublicFeed.of(view, PublicWords.ENGLISH, address)),
        PublicDocument.atom(PublicFeed.of(view, PublicWords.FRENCH, address)));
  }

  private static PublicDocument html(
      StatusView view, PublicWords words, PublicHtml.Kind kind, String feed, String form) {
    return PublicDocument.html(PublicHtml.of(view, words, kind, feed, form));
  }

  /**
   * @param ending of the address: empty, {@code .json} or {@code .atom}
   */
  PublicDocument document(@Nullable String ending, boolean isFrench, Instant now) {
    if (".json".equals(ending)) {
      return json;
    }
    if (".atom".equals(ending)) {
      return isFrench ? frenchFeed : englishFeed;
    }
    boolean isOld = asOf.plus(OLD).isBefore(now);
    return isFrench ? (isOld ? frenchOld : french) : (isOld ? englishOld : english);
  }
}
