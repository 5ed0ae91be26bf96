package dev.imas.gateway.edge;

import dev.imas.gateway.decode.AlertDecoder;
import dev.imas.gateway.sender.custom.CustomDecoder;
import dev.imas.gateway.sender.datadog.DatadogDecoder;
import dev.imas.gateway.sender.grafana.GrafanaDecoder;
import dev.imas.gateway.sender.prometheus.AlertmanagerApiV2Decoder;
import dev.imas.gateway.sender.prometheus.AlertmanagerWebhookDecoder;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Every sender format that is understood. A new one is its decoder and one line here. */
public final class SenderRoutes {

  private static final String KEY_PREFIX = "/am/";

  private final Map<String, SenderRoute> byPath = new HashMap<>();
  private final Map<String, AlertDecoder> byDialect = new HashMap<>();

  public SenderRoutes() {
    Set<String> prometheus = Set.of("PROMETHEUS", "ALERTMANAGER");
    Answers webhook = new WebhookAnswers();
    add(
        "/api/v1/webhooks/alertmanager",
        new AlertmanagerWebhookDecoder(),
        prometheus,
        webhook,
        null);
    add(
        "/api/v2/alerts",
        new AlertmanagerApiV2Decoder(),
        prometheus,
        new AlertmanagerApiAnswers(),
        null);
    add(
        "/api/v1/webhooks/datadog",
        new DatadogDecoder(),
        Set.of("DATADOG"),
        webhook,
        form -> DatadogDecoder.jsonOfForm(form, form.length));
    add("/api/v1/webhooks/grafana", new GrafanaDecoder(), Set.of("GRAFANA"), webhook, null);
    add("/api/v1/webhooks/custom", new CustomDecoder(), Set.of("CUSTOM"), webhook, null);
    add("/api/v1/webhooks/generic", new CustomDecoder(), Set.of("CUSTOM"), webhook, null);
  }

  private void add(
      String path,
      AlertDecoder decoder,
      Set<String> sourceTypes,
      Answers answers,
      @Nullable UnaryOperator<byte[]> forms) {
    byPath.put(path, new SenderRoute(path, decoder, sourceTypes, answers, forms));
    byDialect.put(decoder.dialect(), decoder);
  }

  /**
   * @param keyInPath the piece of the path that is a key, null for none
   */
  record Found(SenderRoute route, @Nullable String keyInPath) {}

  /**
   * The route of a path: as it is, below {@code /am/<key>}, or with the key as its last piece. A
   * slash at the end does not matter.
   *
   * @return null when no sender posts there
   */
  @Nullable Found find(String path) {
    String bare = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    SenderRoute route = byPath.get(bare);
    if (route != null) {
      return new Found(route, null);
    }
    String key = keyPrefix(bare);
    if (key != null) {
      route = byPath.get(bare.substring(KEY_PREFIX.length() + key.length()));
      return route == null ? null : new Found(route, key);
    }
    int slash = bare.lastIndexOf('/');
    route = slash <= 0 ? null : byPath.get(bare.substring(0, slash));
    return route == null || route.path().startsWith("/api/v2")
        ? null
        : new Found(route, bare.substring(slash + 1));
  }

  /** The key in {@code /am/<key>/…}, null where the path has none. */
  public static @Nullable String keyPrefix(String path) {
    if (!path.startsWith(KEY_PREFIX)) {
      return null;
    }
    int end = path.indexOf('/', KEY_PREFIX.length());
    return end < 0 ? null : path.substring(KEY_PREFIX.length(), end);
  }

  /** Null for a dialect that no decoder reads. */
  public @Nullable AlertDecoder decoderOf(String dialect) {
    return byDialect.get(dialect);
  }
}
