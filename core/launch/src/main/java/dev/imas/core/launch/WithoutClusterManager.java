package dev.imas.core.launch;

import io.vertx.core.Vertx;
import io.vertx.core.VertxBuilder;
import io.vertx.core.spi.VertxServiceProvider;
import java.io.IOException;
import java.net.URL;
import java.util.Collections;
import java.util.Enumeration;

/**
 * At its start, Vert.x creates every service provider on the class path, and so would load
 * Hazelcast even if it is not needed. This class loader hides that one provider during the start.
 */
final class WithoutClusterManager extends ClassLoader {

  private static final String PROVIDERS =
      "META-INF/services/" + VertxServiceProvider.class.getName();

  private WithoutClusterManager(ClassLoader parent) {
    super(parent);
  }

  static Vertx build(VertxBuilder builder) {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(new WithoutClusterManager(before));
    try {
      return builder.build();
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  @Override
  public Enumeration<URL> getResources(String name) throws IOException {
    Enumeration<URL> all = super.getResources(name);
    return name.equals(PROVIDERS)
        ? Collections.enumeration(
            Collections.list(all).stream()
                .filter(url -> !url.getPath().contains("vertx-hazelcast"))
                .toList())
        : all;
  }
}
