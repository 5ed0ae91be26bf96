package dev.imas.core.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.fixtures.database.RunningCore;
import dev.imas.fixtures.database.RunningCore.Reply;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How the dashboard's files are served. */
class DashboardIT {

  private static final RunningCore core =
      RunningCore.start(Map.of("IMAS_PUBLIC_URL", "https://ops.example/imas/"));

  @AfterAll
  static void stop() {
    core.close();
  }

  private static Reply get(String path, String... headers) {
    return core.send(null, "GET", path, null, headers);
  }

  private static final Pattern NAMED = Pattern.compile("\"/imas/assets/([^\"]+\\.js)\"");
  private static final Pattern IMPORTED = Pattern.compile("(?:from|import)\"\\./([^\"]+\\.js)\"");

  private static List<String> assets() {
    List<String> found = new ArrayList<>();
    Pattern.compile("\"/imas(/assets/[^\"]+)\"")
        .matcher(get("/").http().body())
        .results()
        .forEach(one -> found.add(one.group(1)));
    return found;
  }

  /** Goal 2: a browser that finds code behind code waits for the network each time. */
  @ParameterizedTest
  @CsvSource({"/incidents,incidents-", "/incidents/INC-7F3KX,incident-", "/login,login-"})
  void aPageNamesAllTheCodeThatItNeeds(String path, String own) {
    List<String> named = new ArrayList<>();
    NAMED.matcher(get(path).http().body()).results().forEach(one -> named.add(one.group(1)));
    assertThat(named).anyMatch(name -> name.startsWith(own));
    for (String name : named) {
      String code = get("/assets/" + name).http().body();
      assertThat(IMPORTED.matcher(code).results().map(one -> one.group(1)))
          .as(name)
          .isSubsetOf(named);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/login", "/incidents", "/incidents/INC-7F3KX", "/incidents/"})
  void aPageIsNeverKept(String path) {
    Reply page = get(path);
    assertThat(page.status()).isEqualTo(200);
    assertThat(page.header("content-type")).isEqualTo("text/html; charset=utf-8");
    assertThat(page.header("cache-control")).isEqualTo("no-store");
    assertThat(page.header("content-security-policy"))
        .contains("default-src 'none'", "script-src 'self'", "require-trusted-types-for 'script'")
        .doesNotContain("unsafe", "*");
    assertThat(page.header("x-content-type-options")).isEqualTo("nosniff");
    assertThat(page.header("x-frame-options")).isEqualTo("DENY");
  }

  @Test
  void itsFilesAreKeptForGoodAndPacked() throws IOException, InterruptedException {
    assertThat(assets()).hasSizeGreaterThan(3).doesNotHaveDuplicates();
    try (HttpClient http = HttpClient.newHttpClient()) {
      for (String path : assets()) {
        assertThat(path).matches("/assets/[a-z]+-[0-9A-Za-z]{8}\\.[a-z]+");
        HttpResponse<byte[]> packed =
            http.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + core.port() + path))
                    .header("accept-encoding", "br, gzip")
                    .build(),
                HttpResponse.BodyHandlers.ofByteArray());
        Reply plain = get(path);
        assertThat(packed.headers().firstValue("content-encoding")).hasValue("gzip");
        assertThat(packed.headers().firstValue("cache-control"))
            .hasValue("public, max-age=31536000, immutable");
        assertThat(plain.header("content-encoding")).isNull();
        assertThat(plain.header("vary")).isEqualTo("accept-encoding");
        try (var unpacked = new GZIPInputStream(new ByteArrayInputStream(packed.body()))) {
          assertThat(new String(unpacked.readAllBytes())).isEqualTo(plain.http().body());
        }
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"'gzip;q=0',false", "'gzip;q=0.5',true", "'GZIP',true", "'br',false"})
  void whoCannotUnpackGetsItUnpacked(String accepted, boolean isPacked) {
    Reply reply = get(assets().getFirst(), "accept-encoding", accepted);
    assertThat(reply.header("content-encoding")).isEqualTo(isPacked ? "gzip" : null);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/robots.txt",
        "/favicon.ico",
        "/assets/",
        "/assets/main.js",
        "/assets/..%2findex.html",
        "/assets/index.html",
        "/index.html",
        "/incidents/INC-1/more",
        "/apis",
        "/api/v1/nothing"
      })
  void whatIsNoPageIsNotFound(String path) {
    assertThat(get(path).status()).isIn(401, 404);
    assertThat(get(path).header("content-type")).isEqualTo("application/problem+json");
  }

  /** A browser asks each time whether there is another: an old worker would show old messages. */
  @ParameterizedTest
  @CsvSource({
    "/sw.js,text/javascript; charset=utf-8",
    "/manifest.webmanifest,application/manifest+json"
  })
  void whatHasOneNameForGoodIsAskedForAgain(String path, String type) {
    Reply reply = get(path);
    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.header("content-type")).isEqualTo(type);
    assertThat(reply.header("cache-control")).isEqualTo("no-cache");
    assertThat(reply.header("content-security-policy")).contains("default-src 'none'");
    // Icons are named relative to it, whatever a proxy has before its path.
    Matcher icon = Pattern.compile("\"(assets/[^\"]+\\.png)\"").matcher(reply.http().body());
    assertThat(icon.find()).isTrue();
    assertThat(get("/" + icon.group(1)).header("content-type")).isEqualTo("image/png");
  }

  @Test
  void theWorkerKeepsNothingAndAnswersForNoPage() {
    assertThat(get("/sw.js").http().body()).doesNotContain("caches", "indexedDB", "\"fetch\"");
  }

  @Test
  void aHeadHasTheLengthAndNoBody() {
    Reply head = core.send(null, "HEAD", "/login", null);
    assertThat(head.header("content-length"))
        .isEqualTo(Integer.toString(get("/login").http().body().length()));
    assertThat(head.http().body()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "https://ops.example,''",
    "https://ops.example/,''",
    "https://ops.example/a/b/,/a/b",
    "'https://ops.example/a&amp','/a&amp;amp'"
  })
  void thePathOfThePublicAddressIsThePrefix(String address, String prefix) {
    assertThat(Dashboard.prefix(address)).isEqualTo(prefix);
  }
}
