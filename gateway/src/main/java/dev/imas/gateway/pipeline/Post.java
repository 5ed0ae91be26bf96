package dev.imas.gateway.pipeline;

import dev.imas.gateway.snapshot.Snapshot;
import dev.imas.gateway.snapshot.SourceEntry;

/**
 * What a door has taken in the name of a source, before anything of its body is read.
 *
 * @param route by which it is read
 * @param routes the rules of its tenant when it came
 * @param sent how its body travelled
 * @param since when it began to arrive, by {@link System#nanoTime}
 */
public record Post(
    SourceEntry source, SenderRoute route, Snapshot.TenantRoutes routes, Sent sent, long since) {

  /** A post that came just now. */
  public static Post now(
      SourceEntry source, SenderRoute route, Snapshot.TenantRoutes routes, Sent sent) {
    return new Post(source, route, routes, sent, System.nanoTime());
  }
}
