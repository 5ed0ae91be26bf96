package dev.imas.core.http;

import dev.imas.core.model.TenantId;
import dev.imas.core.platform.Tx;
import io.vertx.core.Future;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Records who changed what. An entry is written in the transaction of its change: one exists if and
 * only if the other does. Secrets are left out of what is stored, and long values are cut.
 */
public interface Audit {

  /** For routes without changes. */
  Audit NONE =
      (tx, origin, change) -> Future.failedFuture(new IllegalStateException("no audit here"));

  Future<Void> record(Tx tx, Origin origin, Change change);

  /**
   * Records what is no change and may happen often, such as a refusal, in a transaction of its own.
   * Whatever is the same within a minute has one entry, with its number.
   *
   * @param about what is said of it, the same for what is counted together
   */
  default void often(
      TenantId tenant, Origin origin, Subject subject, String verb, Map<String, Object> about) {}

  /** Who changes something. */
  record Actor(Kind kind, @Nullable UUID id) {

    /** The installation itself, such as a timer. */
    public static final Actor SYSTEM = new Actor(Kind.SYSTEM, null);

    /** How somebody proved who they are. */
    public enum Kind {
      USER,
      TOKEN,
      SERVICE_ACCOUNT,
      LINK,
      CHAT,
      SYSTEM;

      private final String wireName = name().toLowerCase(Locale.ROOT);

      public String wireName() {
        return wireName;
      }
    }
  }

  /**
   * Where a change comes from.
   *
   * @param via the way in, such as {@code api}
   * @param address of the caller, as the port saw it
   */
  record Origin(Actor actor, String via, @Nullable String address, @Nullable String requestId) {

    public static final String API = "api";

    /** The API, as its client says that it is {@code imas} on a command line. */
    public static final String CLI = "cli";

    /** What the installation does on its own. */
    public static final Origin SYSTEM = new Origin(Actor.SYSTEM, "process", null, null);
  }

  /**
   * What is changed.
   *
   * @param kind the word of the field in singular, such as {@code team}
   */
  record Subject(String kind, @Nullable UUID id) {}

  /**
   * A change. Before and after are objects of the API: null if there was or is nothing.
   *
   * @param verb what was done, such as {@code create}
   */
  record Change(Subject subject, String verb, @Nullable Object before, @Nullable Object after) {

    public static Change create(Subject subject, Object after) {
      return new Change(subject, "create", null, after);
    }

    public static Change update(Subject subject, Object before, Object after) {
      return new Change(subject, "update", before, after);
    }

    public static Change delete(Subject subject, Object before) {
      return new Change(subject, "delete", before, null);
    }

    /** The action, such as {@code team.create}. */
    public String action() {
      return subject.kind + "." + verb;
    }
  }
}
