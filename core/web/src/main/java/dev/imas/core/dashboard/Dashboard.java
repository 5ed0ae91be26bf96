package dev.imas.core.dashboard;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imas.core.platform.Fault;
import dev.imas.core.platform.HttpRoutes;
import dev.imas.core.platform.Json;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * The pages that people open in a browser. The names of files have a digest of what is in them, so
 * a browser keeps them for good. The page that names them is never kept, and answers on the
 * dashboard's own routes alone: everything else that nobody answers is still not found.
 *
 * <p>Files are in memory once for all event loops, and packed. Who cannot unpack them, which no
 * browser is, gets them unpacked.
 */
public final class Dashboard {

  private static final String FOLDER = "files/";
  private static final String ASSETS = "/assets/";

  private static final Map<String, String> TYPES =
      Map.of(
          "js", "text/javascript; charset=utf-8",
          "css", "text/css; charset=utf-8",
          "svg", "image/svg+xml",
          "png", "image/png");

  /** Files that browsers ask for again under the same name: the service worker and the manifest. */
  private static final Map<String, String> NAMED =
      Map.of(
          "sw.js", "text/javascript; charset=utf-8",
          "manifest.webmanifest", "application/manifest+json");

  /**
   * Nothing but its own files, no script in the page, and no text that becomes one, except the
   * address of the service worker.
   */
  static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'"
          + " data:; manifest-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors"
          + " 'none'; require-trusted-types-for 'script'; trusted-types service-worker";

  private final Map<String, Buffer> packed;
  private final Map<String, Buffer> named;
  private final Map<String, Buffer> pages;

  /**
   * @param pages by the pattern of their route
   */
  private Dashboard(
      Map<String, Buffer> packed, Map<String, Buffer> named, Map<String, Buffer> pages) {
    this.packed = packed;
    this.named = named;
    this.pages = pages;
  }

  /**
   * Reads the files of the class path. A build without them, such as one of classes alone, has no
   * dashboard, and everything else works.
   *
   * @param publicUrl core's address for people; its path is what a proxy has before each of ours
   */
  public static Dashboard onClassPath(@Nullable String publicUrl) {
    byte[] page = readOrNull("index.html");
    if (page == null) {
      return new Dashboard(Map.of(), Map.of(), Map.of());
    }
    Map<String, Buffer> packed = new LinkedHashMap<>();
    new String(read("files.txt"), StandardCharsets.UTF_8)
        .lines()
        .forEach(name -> packed.put(name, Buffer.buffer(read(name + ".gz"))));
    Map<String, String> preloads = preloads();
    String html = new String(page, StandardCharsets.UTF_8);
    Map<String, Buffer> pages = new LinkedHashMap<>();
    try {
      for (JsonNode route : Json.MAPPER.readTree(read("routes.json"))) {
        String own = preloads.getOrDefault(route.asText(), "");
        pages.put(
            route.asText(),
            Buffer.buffer(
                html.replace("${preloads}", own).replace("${prefix}", prefix(publicUrl))));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Map<String, Buffer> named = new LinkedHashMap<>();
    NAMED.keySet().forEach(name -> named.put(name, Buffer.buffer(read(name))));
    return new Dashboard(packed, named, pages);
  }

  /** By route: what its page's code needs, so that a browser asks for all of it at once. */
  private static Map<String, String> preloads() {
    Map<String, String> preloads = new HashMap<>();
    new String(read("preloads.txt"), StandardCharsets.UTF_8)
        .lines()
        .map(line -> line.split(" "))
        .forEach(
            names ->
                preloads.put(
                    names[0],
                    Arrays.stream(names)
                        .skip(1)
                        .map(
                            "<link rel=\"modulepreload\" href=\"${prefix}/assets/%s\" />"
                                ::formatted)
                        .collect(Collectors.joining())));
    return preloads;
  }

  /** Such as {@code /imas}, or empty; as it can stand in an attribute. */
  static String prefix(@Nullable String publicUrl) {
    if (publicUrl == null) {
      return "";
    }
    String path = URI.create(publicUrl).getRawPath();
    String cut = path == null ? "" : path.replaceAll("/+$", "");
    return cut.replace("&", "&amp;").replace("\"", "&quot;").replace("<", "&lt;");
  }

  public void mount(Router router) {
    pages.forEach((route, page) -> HttpRoutes.get(router, route, context -> answer(context, page)));
    if (!packed.isEmpty()) {
      HttpRoutes.get(router, ASSETS + "{file}", this::file);
    }
    // Below the same path as the pages, so that the worker may open them.
    named.forEach(
        (name, bytes) ->
            HttpRoutes.get(
                router,
                "/" + name,
                context -> {
                  context.response().putHeader("cache-control", "no-cache");
                  answer(context, String.valueOf(NAMED.get(name)), bytes);
                }));
  }

  private static void answer(RoutingContext context, Buffer page) {
    answer(context, "text/html; charset=utf-8", page);
  }

  private static void answer(RoutingContext context, String type, Buffer page) {
    secure(context.response())
        .putHeader("content-type", type)
        .putHeader("content-length", Integer.toString(page.length()))
        .end(context.request().method().name().equals("HEAD") ? Buffer.buffer() : page);
  }

  private void file(RoutingContext context) {
    String name = String.valueOf(context.pathParam("file"));
    Buffer bytes = packed.get(name);
    if (bytes == null) {
      context.fail(
          Fault.of(
              Fault.Kind.NOT_FOUND, "there is no such file; load the page that named it again"));
      return;
    }
    HttpServerResponse response =
        secure(context.response())
            .putHeader("content-type", TYPES.get(name.substring(name.lastIndexOf('.') + 1)))
            .putHeader("cache-control", "public, max-age=31536000, immutable")
            .putHeader("vary", "accept-encoding");
    if (unpacks(context.request().getHeader("accept-encoding"))) {
      response.putHeader("content-encoding", "gzip");
    } else {
      bytes = unpacked(bytes);
    }
    response
        .putHeader("content-length", Integer.toString(bytes.length()))
        .end(context.request().method().name().equals("HEAD") ? Buffer.buffer() : bytes);
  }

  private static boolean unpacks(@Nullable String accepted) {
    return accepted != null
        && accepted.matches("(?i)(.*,)?\\s*gzip\\s*(;\\s*q=(1|0\\.\\d*[1-9]).*)?(,.*)?");
  }

  private static HttpServerResponse secure(HttpServerResponse response) {
    return response
        .putHeader("content-security-policy", POLICY)
        .putHeader("cross-origin-opener-policy", "same-origin")
        .putHeader("cross-origin-resource-policy", "same-origin");
  }

  private static Buffer unpacked(Buffer packed) {
    try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(packed.getBytes()))) {
      return Buffer.buffer(in.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] read(String name) {
    byte[] bytes = readOrNull(name);
    if (bytes == null) {
      throw new IllegalStateException("the dashboard lacks its file " + name);
    }
    return bytes;
  }

  private static byte @Nullable [] readOrNull(String name) {
    try (InputStream in = Dashboard.class.getResourceAsStream(FOLDER + name)) {
      return in == null ? null : in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
