package dev.imas.core.link;

import io.vertx.core.http.HttpServerResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Map;

/**
 * A page in plain HTML behind a link that was sent to somebody. It has no script and loads nothing,
 * so that whatever opens it without being a person changes nothing. Nobody may store, frame or
 * index it, and its address goes nowhere.
 *
 * @param status of HTTP
 */
public record PlainPage(int status, String html) {

  private static final String STYLE =
      """
      body{font-family:sans-serif;max-width:34em;margin:2em auto;padding:0 1em;line-height:1.4}\
      h1{font-size:1.3em}button{font-size:1.2em;padding:.7em 1.2em;margin:.3em .6em .3em 0}\
      dt{font-weight:bold}.said{border-left:6px solid #1565c0;padding-left:.8em}\
      """;

  /** Nothing runs and nothing is loaded; a form goes back to where it came from. */
  static final String POLICY =
      "default-src 'none'; style-src 'sha256-"
          + sha256(STYLE)
          + "'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

  /**
   * @param title as text
   * @param body as HTML
   */
  public static PlainPage of(int status, String title, String body) {
    return of(status, "en", title, body);
  }

  /**
   * @param language of its text, such as {@code fr}
   */
  public static PlainPage of(int status, String language, String title, String body) {
    return new PlainPage(status, html(language, title, body));
  }

  static String html(String language, String title, String body) {
    return "<!DOCTYPE html><html lang=\""
        + escape(language)
        + "\"><head><meta charset=\"utf-8\"><meta name=\"viewport\""
        + " content=\"width=device-width\"><meta name=\"robots\" content=\"noindex\"><title>"
        + escape(title)
        + "</title><style>"
        + STYLE
        + "</style></head><body><main>"
        + body
        + "</main></body></html>";
  }

  /** Text as HTML shows it. */
  public static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }

  private static String sha256(String text) {
    try {
      return Base64.getEncoder()
          .encodeToString(
              MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  public void send(HttpServerResponse response) {
    Map.of(
            "content-type", "text/html; charset=utf-8",
            "content-security-policy", POLICY,
            "referrer-policy", "no-referrer",
            "x-robots-tag", "noindex, nofollow",
            "cache-control", "no-store")
        .forEach(response::putHeader);
    response.setStatusCode(status).end(html);
  }
}
