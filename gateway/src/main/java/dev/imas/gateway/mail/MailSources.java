package dev.imas.gateway.mail;

import dev.imas.core.model.SourceTypes;
import dev.imas.gateway.pipeline.SenderRoute;
import dev.imas.gateway.pipeline.SenderRoutes;
import dev.imas.gateway.snapshot.SnapshotKeeper;
import dev.imas.gateway.snapshot.SourceEntry;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/** Finds the source that a mail is sent to, by the key in its address. Of any thread. */
public final class MailSources {

  private static final int LONGEST_KEY = 512;

  /** Whose address it is. */
  public sealed interface Found {

    record Source(SourceEntry entry) implements Found {}

    /** Nobody's. */
    record None() implements Found {}

    /** Sources have not been read yet, so nothing can be said. */
    record NotReady() implements Found {}
  }

  private final SnapshotKeeper snapshots;
  private final SenderRoutes routes;
  private final InstantSource clock;

  public MailSources(SnapshotKeeper snapshots, SenderRoutes routes, InstantSource clock) {
    this.snapshots = snapshots;
    this.routes = routes;
    this.clock = clock;
  }

  /**
   * Like the edge, it looks a key up by its SHA-256 alone. A source that wants signed bodies gets
   * no mail, since a mail carries no signature.
   */
  public Found find(String key) {
    if (!snapshots.isLoaded()) {
      return new Found.NotReady();
    }
    if (key.isEmpty() || key.length() > LONGEST_KEY) {
      return new Found.None();
    }
    SourceEntry source = snapshots.current().sourceOf(hash(key));
    return source != null && mayGetMail(source) ? new Found.Source(source) : new Found.None();
  }

  private boolean mayGetMail(SourceEntry source) {
    Instant expires = source.expiresAt();
    return source.active()
        && source.signingSecret() == null
        && (expires == null || clock.instant().isBefore(expires))
        && routeOf(source) != null;
  }

  /** Where a gateway for mail would post it; null for a source that reads no mails. */
  public @Nullable SenderRoute routeOf(SourceEntry source) {
    SenderRoute route = routeOf(routes, source.profile().type());
    return route == null ? null : route.of(source);
  }

  /** The same for any source of a type. */
  static @Nullable SenderRoute routeOf(SenderRoutes routes, String type) {
    SenderRoute route = routes.usualOf(type.equals(SourceTypes.ANY) ? SourceTypes.EMAIL : type);
    return route != null && (route.takes(SourceTypes.EMAIL) || route.bySource()) ? route : null;
  }

  private static byte[] hash(String key) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
