package dev.imas.core.preference;

import static dev.imas.core.platform.Rows.instant;
import static dev.imas.core.platform.Rows.tuple;

import dev.imas.core.http.ListRange;
import dev.imas.core.http.Reference;
import dev.imas.core.platform.Tx;
import io.vertx.sqlclient.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Stores saved views. On a virtual thread. */
final class ViewRepository {

  private static final String VISIBLE =
      """
      SELECT v.id, v.name, v.page, v.query, v.is_shared, u.username AS owner, v.user_id = $1 AS is_own,
             d.view_id IS NOT NULL AS is_default, v.created_at, v.updated_at, v.version
        FROM saved_view v
        JOIN user_account u ON u.tenant_id = v.tenant_id AND u.id = v.user_id
        LEFT JOIN default_view d ON d.tenant_id = v.tenant_id AND d.user_id = $1 AND d.page = v.page AND d.view_id = v.id
       WHERE (v.user_id = $1 OR v.is_shared)\
      """;

  private static final String LIST =
      VISIBLE
          + " AND ($2::text IS NULL OR v.page = $2) AND ($3::uuid IS NULL OR v.id > $3)"
          + " ORDER BY v.id LIMIT $4";

  /** The user's own and the shared ones, in the order in which they were made. */
  List<SavedView> list(Tx tx, UUID user, @Nullable String page, ListRange paging) {
    List<SavedView> views = new ArrayList<>();
    tx.connection()
        .preparedQuery(LIST)
        .execute(tuple(user, page, paging.afterId(), paging.fetch()))
        .await()
        .forEach(row -> views.add(view(row)));
    return views;
  }

  private static final String FIND = VISIBLE + " AND v.id = $2";

  /** One that the user sees. */
  Optional<SavedView> find(Tx tx, UUID user, Reference view) {
    return tx.connection().preparedQuery(FIND).execute(tuple(user, view.id())).await().stream()
        .findFirst()
        .map(ViewRepository::view);
  }

  private static SavedView view(Row row) {
    return new SavedView(
        row.getUUID("id"),
        row.getString("name"),
        row.getString("page"),
        row.getString("query"),
        row.getBoolean("is_shared"),
        row.getString("owner"),
        row.getBoolean("is_own"),
        row.getBoolean("is_default"),
        instant(row, "created_at"),
        instant(row, "updated_at"),
        row.getInteger("version"));
  }

  private static final String COUNT = "SELECT count(*) FROM saved_view WHERE user_id = $1";

  long count(Tx tx, UUID user) {
    return tx.connection()
        .preparedQuery(COUNT)
        .execute(tuple(user))
        .await()
        .iterator()
        .next()
        .getLong(0);
  }

  private static final String INSERT =
      """
      INSERT INTO saved_view (tenant_id, id, user_id, name, page, query, is_shared)
      VALUES (current_tenant(), $1, $2, $3, $4, $5, $6)\
      """;

  void insert(Tx tx, UUID id, UUID user, ViewDraft draft) {
    tx.connection()
        .preparedQuery(INSERT)
        .execute(tuple(id, user, draft.name(), draft.page(), draft.query(), draft.isShared()))
        .await();
  }

  private static final String UPDATE =
      """
      UPDATE saved_view SET name = $3, page = $4, query = $5, is_shared = $6, version = version + 1, updated_at = now()
       WHERE id = $1 AND version = $2\
      """;

  /**
   * @return whether it still had that version
   */
  boolean update(Tx tx, UUID id, int version, ViewDraft draft) {
    return tx.connection()
            .preparedQuery(UPDATE)
            .execute(
                tuple(id, version, draft.name(), draft.page(), draft.query(), draft.isShared()))
            .await()
            .rowCount()
        > 0;
  }

  private static final String FORGET_DEFAULTS =
      """
      DELETE FROM default_view d USING saved_view v
       WHERE v.tenant_id = d.tenant_id AND v.id = d.view_id AND v.id = $1
         AND (v.page <> d.page OR v.user_id <> d.user_id AND NOT v.is_shared)\
      """;

  /** Nobody's page opens with the view of another page, or with one that they no longer see. */
  void forgetDefaults(Tx tx, UUID id) {
    tx.connection().preparedQuery(FORGET_DEFAULTS).execute(tuple(id)).await();
  }

  private static final String DELETE = "DELETE FROM saved_view WHERE id = $1";

  void delete(Tx tx, UUID id) {
    tx.connection().preparedQuery(DELETE).execute(tuple(id)).await();
  }

  private static final String SET_DEFAULT =
      """
      INSERT INTO default_view (tenant_id, user_id, page, view_id) VALUES (current_tenant(), $1, $2, $3)
      ON CONFLICT (tenant_id, user_id, page) DO UPDATE SET view_id = excluded.view_id\
      """;

  void setDefault(Tx tx, UUID user, SavedView view) {
    tx.connection().preparedQuery(SET_DEFAULT).execute(tuple(user, view.page(), view.id())).await();
  }

  private static final String CLEAR_DEFAULT =
      "DELETE FROM default_view WHERE user_id = $1 AND view_id = $2";

  void clearDefault(Tx tx, UUID user, SavedView view) {
    tx.connection().preparedQuery(CLEAR_DEFAULT).execute(tuple(user, view.id())).await();
  }
}
