package dev.imas.notifier.channel.webhook;

import io.vertx.core.Future;
import java.net.InetAddress;
import java.util.List;

/** Turns a host's name into all of its addresses. */
@FunctionalInterface
public interface NameResolver {

  Future<List<InetAddress>> resolve(String host);
}
