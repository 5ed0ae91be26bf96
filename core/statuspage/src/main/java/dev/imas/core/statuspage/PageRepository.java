package dev.imas.core.statuspage;

import static dev.imas.core.platform.Rows.tuple;

import dev.imas.core.platform.Tx;
import dev.imas.core.statuspage.PageSettings.Draft;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Stores what the page of a tenant is called. On a virtual thread. */
final class PageRepository {

  private static final PageSettings NONE = new PageSettings(false, "", "", "", null, false, 1);

  private static final String READ =
      "SELECT is_public, slug, name, description, subscriptions, version FROM status_page";

  /**
   * @param addressOf what is before the slug; null while nobody serves pages
   */
  PageSettings read(Tx tx, @Nullable String addressOf) {
    for (Row row : tx.connection().preparedQuery(READ).execute().await()) {
      boolean isPublic = row.getBoolean("is_public");
      String slug = row.getString("slug");
      return new PageSettings(
          isPublic,
          slug,
          row.getString("name"),
          row.getString("description"),
          isPublic && addressOf != null ? addressOf + slug : null,
          row.getBoolean("subscriptions"),
          row.getInteger("version"));
    }
    return NONE;
  }

  // Of two that write first, the second finds the row of the first, with another version.
  private static final String WRITE =
      """
      INSERT INTO status_page AS p (tenant_id, is_public, slug, name, description, version, subscriptions)
      SELECT current_tenant(), $1, $2, $3, $4, $5::int + 1, $6
       WHERE $5 = 1 OR EXISTS (SELECT FROM status_page)
      ON CONFLICT (tenant_id) DO UPDATE
         SET is_public = excluded.is_public, slug = excluded.slug, name = excluded.name,
             description = excluded.description, subscriptions = excluded.subscriptions, version = p.version + 1, revision = p.revision + 1,
             updated_at = now()
       WHERE p.version = $5\
      """;

  /**
   * @return whether it still had that version
   */
  boolean write(Tx tx, Draft draft, int version) {
    return tx.connection()
            .preparedQuery(WRITE)
            .execute(
                tuple(
                    draft.isPublic(),
                    draft.slug(),
                    draft.name(),
                    draft.description(),
                    version,
                    draft.subscriptions()))
            .await()
            .rowCount()
        > 0;
  }

  private static final String TOUCH = "UPDATE status_page SET revision = revision + 1";

  /** Says that the page shows something else from now on. */
  void touch(Tx tx) {
    tx.connection().preparedQuery(TOUCH).execute().await();
  }

  /** A page that the public may read, and which state of it. */
  record Published(UUID tenant, String slug, long revision) {}

  private static final String PUBLISHED =
      "SELECT tenant_id, slug, revision FROM status_pages_after($1, $2)";

  /** The next ones of all tenants, by their slugs. */
  Future<List<Published>> published(Tx tx, String after, int most) {
    return tx.connection()
        .preparedQuery(PUBLISHED)
        .execute(tuple(after, most))
        .map(
            rows -> {
              List<Published> pages = new ArrayList<>();
              for (Row row : rows) {
                pages.add(
                    new Published(
                        row.getUUID("tenant_id"), row.getString("slug"), row.getLong("revision")));
              }
              return pages;
            });
  }
}
