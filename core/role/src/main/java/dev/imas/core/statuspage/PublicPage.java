package dev.imas.core.statuspage;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A page in all forms in which it is served, written once for all readers.
 *
 * @param revision of what it shows
 * @param asOf when that was read
 */
record PublicPage(
    long revision,
    Instant asOf,
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
   */
  static PublicPage of(long revision, StatusView view, String address) {
    String feed = address.substring(address.lastIndexOf('/') + 1) + ".atom";
    return new PublicPage(
        revision,
        view.asOf(),
        html(view, PublicWords.ENGLISH, PublicHtml.Kind.SERVED, feed),
        html(view, PublicWords.FRENCH, PublicHtml.Kind.SERVED, feed),
        html(view, PublicWords.ENGLISH, PublicHtml.Kind.OLD, feed),
        html(view, PublicWords.FRENCH, PublicHtml.Kind.OLD, feed),
        PublicDocument.json(view),
        PublicDocument.atom(PublicFeed.of(view, PublicWords.ENGLISH, address)),
        PublicDocument.atom(PublicFeed.of(view, PublicWords.FRENCH, address)));
  }

  private static PublicDocument html(
      StatusView view, PublicWords words, PublicHtml.Kind kind, String feed) {
    return PublicDocument.html(PublicHtml.of(view, words, kind, feed));
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
