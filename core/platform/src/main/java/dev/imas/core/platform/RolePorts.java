package dev.imas.core.platform;

import io.vertx.core.Vertx;
import java.util.OptionalInt;

/** The ports where the roles of this process listen, also those that the system chose. */
public final class RolePorts {

  private static final String MAP = "imas.role-ports";
  private static final String TLS = "imas.role-tls";

  private RolePorts() {}

  /**
   * @param tls whether the port speaks TLS
   */
  public static void announce(Vertx vertx, String role, int port, boolean tls) {
    vertx.sharedData().<String, Boolean>getLocalMap(TLS).put(role, tls);
    vertx.sharedData().<String, Integer>getLocalMap(MAP).put(role, port);
  }

  /** The role's port; empty if the role is not in this process or does not listen yet. */
  public static OptionalInt of(Vertx vertx, String role) {
    Integer port = vertx.sharedData().<String, Integer>getLocalMap(MAP).get(role);
    return port == null ? OptionalInt.empty() : OptionalInt.of(port);
  }

  /** Whether the role is in this process and its port speaks TLS. */
  public static boolean speaksTls(Vertx vertx, String role) {
    return Boolean.TRUE.equals(vertx.sharedData().<String, Boolean>getLocalMap(TLS).get(role));
  }
}
