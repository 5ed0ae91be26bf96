package dev.imas.core.launch;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.imas.core.platform.Json;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which IMAS a command talks to, and as whom. */
final class ImasApi {

  /** IMAS does not answer, or does not do what was asked. */
  static final int REFUSED = 1;

  static final int OK = 200;

  /** By which the audit knows that a change came from the command line. */
  private static final String AGENT = "imas-cli";

  private static final int PAGE = 200;
  private static final Duration LONGEST = Duration.ofMinutes(2);

  @Option(
      names = {"--core", "--url"},
      paramLabel = "URL",
      description =
          "The API of IMAS. Default: $$IMAS_URL, else core's port on this machine:"
              + " ${DEFAULT-VALUE}")
  private String url = "";

  @Option(
      names = "--token",
      paramLabel = "TOKEN",
      showDefaultValue = CommandLine.Help.Visibility.NEVER,
      description =
          "An API token. Default: $$IMAS_TOKEN, else $$IMAS_BOOTSTRAP_ADMIN_TOKEN."
              + " Other users of the machine see an option, and no variable.")
  private @Nullable String token;

  @Mixin private TlsOptions tls = new TlsOptions();

  record Reply(int status, JsonNode body) {}

  Reply get(String path) throws IOException, InterruptedException {
    return send(request(path).GET());
  }

  Reply post(String path, JsonNode body) throws IOException, InterruptedException {
    return post(path, body, LONGEST);
  }

  /**
   * @param within how long the answer may take
   */
  Reply post(String path, JsonNode body, Duration within) throws IOException, InterruptedException {
    return send(
        request(path)
            .timeout(within)
            .header("content-type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body.toString())));
  }

  /**
   * All items of a list, page by page.
   *
   * @param path without the parameters of a page
   * @throws CommandFailure if it is refused
   */
  List<JsonNode> all(String path) throws IOException, InterruptedException {
    return all(path, PAGE);
  }

  /**
   * @param limit how many items a page may have
   */
  List<JsonNode> all(String path, int limit) throws IOException, InterruptedException {
    List<JsonNode> all = new ArrayList<>();
    String cursor = "";
    do {
      String separator = path.contains("?") ? "&" : "?";
      Reply page =
          get(path + separator + "limit=" + limit + (cursor.isEmpty() ? "" : "&cursor=" + cursor));
      if (page.status() != OK) {
        throw new CommandFailure(REFUSED, reason(page));
      }
      page.body().path("items").forEach(all::add);
      cursor = page.body().path("next").asText("");
    } while (!cursor.isEmpty() && !cursor.equals("null"));
    return all;
  }

  /** A part of a path or query, as given by a person. */
  static String escaped(String part) {
    return URLEncoder.encode(part, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private HttpRequest.Builder request(String path) {
    if (token == null || token.isBlank()) {
      throw new CommandFailure(
          YamlFiles.WRONG_DOCUMENTS,
          "there is no token; set IMAS_TOKEN to an API token (imas token create makes one)");
    }
    String base = url.replaceFirst("/+$", "").replaceFirst("/api/v1$", "");
    try {
      return HttpRequest.newBuilder(URI.create(base + "/api/v1" + path))
          .timeout(LONGEST)
          .header("user-agent", AGENT)
          .header("authorization", "Bearer " + token.strip());
    } catch (IllegalArgumentException e) {
      throw new CommandFailure(
          YamlFiles.WRONG_DOCUMENTS, "'" + url + "' is no address such as http://localhost:8090");
    }
  }

  private Reply send(HttpRequest.Builder request) throws IOException, InterruptedException {
    try (HttpClient client = HttpClient.newBuilder().sslContext(tls.context()).build()) {
      HttpResponse<String> answer =
          client.send(request.build(), HttpResponse.BodyHandlers.ofString());
      return new Reply(answer.statusCode(), json(answer.body()));
    } catch (IOException e) {
      throw new CommandFailure(
          REFUSED,
          "IMAS does not answer at " + url + ": " + CommandFailure.reason(e) + TlsOptions.hint(e));
    }
  }

  private static JsonNode json(String text) {
    try {
      return Json.MAPPER.readTree(text);
    } catch (JsonProcessingException e) {
      return JsonNodeFactory.instance.missingNode();
    }
  }

  /** What a refusal says, in one line. */
  static String reason(Reply reply) {
    String detail = reply.body().path("detail").asText();
    return detail.isEmpty() ? "IMAS answered " + reply.status() : detail;
  }
}
