package dev.imas.core.statuspage;

import dev.imas.core.http.Body;
import dev.imas.core.http.Versioned;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a status page is called, and whether the public sees it.
 *
 * @param slug the last part of its address; empty until one is chosen
 * @param address where the public reads it; null while nobody serves it
 * @param subscriptions whether the public may have mails
 * @param version 1 until something is chosen
 */
record PageSettings(
    boolean isPublic,
    String slug,
    String name,
    String description,
    @Nullable String address,
    boolean subscriptions,
    int version)
    implements Versioned {

  private static final Pattern SLUG = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");

  /** What a request writes of it. */
  record Draft(
      boolean isPublic, String slug, String name, String description, boolean subscriptions) {

    static Draft read(Body body) {
      body.only("is_public", "slug", "name", "description", "subscriptions");
      String slug = body.requiredText("slug", 63);
      if (!slug.isEmpty() && !SLUG.matcher(slug).matches()) {
        body.fault("/slug", "must be lower-case letters, digits and hyphens, such as example-org");
      }
      Draft draft =
          new Draft(
              body.flag("is_public", false),
              slug,
              PublicTexts.requiredLine(body, "name", 100),
              PublicTexts.lines(body, "description", 1_000),
              body.flag("subscriptions", false));
      body.throwIfFaulty();
      return draft;
    }
  }
}
