package dev.imas.core.contact;

import static dev.imas.core.platform.Rows.tuple;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.imas.core.catalog.Sendability;
import dev.imas.core.contact.ReachPlanner.Person;
import dev.imas.core.contact.ReachPlanner.Rule;
import dev.imas.core.model.ChannelKind;
import dev.imas.core.model.ChannelKinds;
import dev.imas.core.platform.Json;
import dev.imas.core.platform.Pipeline;
import dev.imas.core.platform.Tx;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads what decides how people are told, in one statement. */
final class ReachRepository {

  /**
   * @param people by id; who never existed is missing
   */
  record Found(Map<UUID, Person> people, NotificationMatrix matrix) {}

  private record StoredMethod(
      UUID id, String name, String channel, String address, boolean isActive, boolean isVerified) {}

  private record StoredRule(long seconds, UUID method) {}

  private static final TypeReference<List<StoredMethod>> METHODS = new TypeReference<>() {};
  private static final TypeReference<List<StoredRule>> RULES = new TypeReference<>() {};

  private final ChannelKinds channels;
  private final Sendability sendability;

  ReachRepository(ChannelKinds channels, Sendability sendability) {
    this.channels = channels;
    this.sendability = sendability;
  }

  // The second half of the rules' order is for failing over, which asks for both urgencies.
  private static final String FIND =
      """
      SELECT u.id, u.username, u.is_active AND u.deleted_at IS NULL AS is_here,
             (SELECT json_agg(json_build_object('id', c.id, 'name', c.name, 'channel', c.channel, 'address', c.address,
                                                'is_active', c.is_active, 'is_verified', c.verified_at IS NOT NULL)
                              ORDER BY c.created_at, c.id)::text
                FROM user_contact c WHERE c.tenant_id = u.tenant_id AND c.user_id = u.id) AS methods,
             (SELECT json_agg(json_build_object('seconds', extract(epoch FROM r.wait)::bigint, 'method', r.contact_id)
                              ORDER BY r.urgency = $2 DESC, r.urgency, r.position)::text
                FROM notification_rule r
               WHERE r.tenant_id = u.tenant_id AND r.user_id = u.id AND (r.urgency = $2 OR $3)) AS rules,
             (SELECT m.matrix::text FROM notification_matrix m WHERE m.tenant_id = u.tenant_id) AS matrix
        FROM user_account u
       WHERE u.id = ANY ($1::uuid[])\
      """;

  /**
   * @param everyRule whether the rules of the other urgency follow
   */
  Found find(Tx tx, Collection<UUID> users, Urgency urgency, boolean everyRule) {
    Map<UUID, Person> people = new HashMap<>();
    NotificationMatrix matrix = NotificationMatrix.USUAL;
    Future<Sendability.Known> asked = sendability.ask(tx);
    RowSet<Row> rows =
        Pipeline.beside(
            asked,
            () ->
                tx.connection()
                    .preparedQuery(FIND)
                    .execute(
                        tuple(
                            users.stream().distinct().toArray(UUID[]::new),
                            urgency.wireName(),
                            everyRule))
                    .await());
    Sendability.Known known = asked.await();
    for (Row row : rows) {
      UUID id = row.getUUID("id");
      people.put(
          id,
          new Person(
              id,
              row.getString("username"),
              row.getBoolean("is_here"),
              methods(row.getString("methods"), known),
              rules(row.getString("rules"))));
      String changed = row.getString("matrix");
      if (changed != null) {
        matrix = NotificationMatrix.read(changed);
      }
    }
    return new Found(people, matrix);
  }

  private List<Method> methods(@Nullable String json, Sendability.Known known) {
    List<Method> methods = new ArrayList<>();
    if (json != null) {
      for (StoredMethod m : Json.read(json, METHODS)) {
        methods.add(
            new Method(
                m.id,
                m.name,
                m.channel,
                m.address,
                channels.of(m.channel).flatMap(ChannelKind::medium),
                m.isActive,
                m.isVerified,
                known.fault(m.channel, m.address)));
      }
    }
    return methods;
  }

  private static List<Rule> rules(@Nullable String json) {
    return json == null
        ? List.of()
        : Json.read(json, RULES).stream()
            .map(r -> new Rule(Duration.ofSeconds(r.seconds), r.method))
            .toList();
  }
}
