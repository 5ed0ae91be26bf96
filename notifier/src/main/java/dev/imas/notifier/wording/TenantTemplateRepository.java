package dev.imas.notifier.wording;

import dev.imas.core.model.TenantId;
import dev.imas.core.platform.Transactions;
import dev.imas.core.wording.Form;
import dev.imas.core.wording.OwnTemplate;
import dev.imas.core.wording.Templates;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Reads the templates of a tenant that are in force. */
final class TenantTemplateRepository {

  private static final String SETTING =
      """
      SELECT coalesce(w.language, 'en') AS language, coalesce(w.generation, 0) AS generation, p.time_zone
        FROM (VALUES (current_tenant())) AS t(id)
        LEFT JOIN message_wording w ON w.tenant_id = t.id
        LEFT JOIN delivery_policy p ON p.tenant_id = t.id\
      """;

  private static final String TEMPLATES =
      """
      SELECT language, kind, form, version, source FROM message_template
       WHERE tenant_id = current_tenant() AND is_current AND source IS NOT NULL
      """;

  private final Transactions transactions;

  TenantTemplateRepository(Transactions transactions) {
    this.transactions = transactions;
  }

  /**
   * @param before what was read last: its templates are kept if none has changed since
   */
  Future<TenantWords> read(TenantId tenant, TenantWords before) {
    return transactions.run(
        tenant,
        tx ->
            tx.connection()
                .preparedQuery(SETTING)
                .execute()
                .compose(
                    setting -> {
                      Row row = setting.iterator().next();
                      String language = row.getString("language");
                      long generation = row.getLong("generation");
                      ZoneId zone = zone(row.getString("time_zone"));
                      return generation == before.generation()
                          ? Future.succeededFuture(
                              new TenantWords(language, zone, generation, before.own()))
                          : tx.connection()
                              .preparedQuery(TEMPLATES)
                              .execute()
                              .map(
                                  rows ->
                                      new TenantWords(
                                          language,
                                          zone,
                                          generation,
                                          compiled(rows, before.own())));
                    }));
  }

  private static @Nullable ZoneId zone(@Nullable String name) {
    try {
      return name == null ? null : ZoneId.of(name);
    } catch (DateTimeException e) {
      return null;
    }
  }

  /** What has not changed is not compiled again. */
  private static Map<Templates.Key, OwnTemplate> compiled(
      RowSet<Row> rows, Map<Templates.Key, OwnTemplate> before) {
    Map<Templates.Key, OwnTemplate> own = new HashMap<>();
    for (Row row : rows) {
      Form form = Form.named(row.getString("form")).orElse(null);
      if (form != null) {
        Templates.Key key =
            new Templates.Key(row.getString("language"), row.getString("kind"), form);
        int version = row.getInteger("version");
        OwnTemplate known = before.get(key);
        own.put(
            key,
            known != null && known.version() == version
                ? known
                : OwnTemplate.of(form, Objects.requireNonNull(row.getString("source")), version));
      }
    }
    return own;
  }
}
