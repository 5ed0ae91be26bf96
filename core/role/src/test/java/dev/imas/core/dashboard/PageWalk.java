package dev.imas.core.dashboard;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.Request;
import com.microsoft.playwright.Route;
import dev.imas.core.PermissionExpectation;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Somebody who presses every button of a page, sends every form and presses every key, without any
 * effect: the requests that would change something are kept back and written down.
 */
final class PageWalk {

  private static final String PREFIX = "/api/v1";

  /** A request that a page would have sent. */
  record Wish(String operation, String method, String path, String body) {}

  /** An answer that refused to show something. */
  record Refusal(String operation, String path) {}

  private static final String PRESS_ALL =
      """
      async () => {
        const rest = () => new Promise(done => setTimeout(done, 25));
        const here = location.pathname;
        const label = one => {
          const copy = one.cloneNode(true);
          copy.querySelectorAll('.unseen').forEach(hidden => hidden.remove());
          return (one.closest('dialog') ? 'in a dialog ' : '') + copy.textContent.trim();
        };
        const pressed = new Set();
        const sent = new Set();
        const isThere = one => one.getClientRects().length > 0 && !one.disabled;
        document.querySelectorAll('main details').forEach(one => { one.open = true; });
        for (let n = 0; n < 80 && location.pathname === here; n++) {
          const within = document.querySelector('dialog[open]') ?? document.querySelector('main');
          for (const form of within.querySelectorAll('form')) {
            const name = [...form.elements].map(one => one.name).join();
            if (sent.has(name)) continue;
            sent.add(name);
            form.noValidate = true;
            for (const field of form.elements) {
              if (field.value !== '' || field.type === 'file' || !['INPUT', 'TEXTAREA'].includes(field.tagName)) continue;
              field.value = field.name === 'phone' ? '+33123456789' : { number: '1', date: '2098-01-01', 'datetime-local': '2098-01-01T00:00', time: '09:00',
                email: 'a@example.org' }[field.type] ?? 'payments';
              field.dispatchEvent(new Event('input', { bubbles: true }));
              field.dispatchEvent(new Event('change', { bubbles: true }));
            }
            form.requestSubmit();
            await rest();
          }
          const next = [...within.querySelectorAll('button, input[type=checkbox]')]
            .find(one => isThere(one) && !pressed.has(label(one)));
          if (next) {
            pressed.add(label(next));
            next.click();
          } else if (within.tagName === 'DIALOG') {
            within.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true }));
            within.close();
          } else {
            break;
          }
          await rest();
        }
        return [...pressed];
      }\
      """;

  private final Page page;
  private final BrowserScene scene;
  private final List<Wish> wishes = new CopyOnWriteArrayList<>();
  private final List<Refusal> refusals = new CopyOnWriteArrayList<>();
  private final AtomicInteger asking = new AtomicInteger();

  PageWalk(Page page, BrowserScene scene) {
    this.page = page;
    this.scene = scene;
    page.route(url -> url.contains(PREFIX), this::keepBack);
    page.onRequest(request -> count(request, 1));
    page.onRequestFinished(request -> count(request, -1));
    page.onRequestFailed(request -> count(request, -1));
    page.onResponse(
        response -> {
          Request asked = response.request();
          if (response.status() == 403 && asked.method().equals("GET")) {
            refusals.add(new Refusal(operation("GET", path(asked)), path(asked)));
          }
        });
  }

  /** The stream of changes never ends. */
  private void count(Request request, int by) {
    if (request.url().contains(PREFIX) && !path(request).startsWith("/stream")) {
      asking.addAndGet(by);
    }
  }

  private void keepBack(Route route) {
    Request request = route.request();
    String path = path(request);
    if (request.method().equals("GET") || path.startsWith("/auth/")) {
      route.resume();
      return;
    }
    wishes.add(
        new Wish(
            operation(request.method(), path),
            request.method(),
            path,
            Objects.requireNonNullElse(request.postData(), "")));
    route.fulfill(
        new Route.FulfillOptions()
            .setStatus(409)
            .setContentType("application/problem+json")
            .setBody(
                "{\"type\":\"x\",\"title\":\"Kept back\",\"status\":409,\"detail\":\"kept back\","
                    + "\"error\":\"x\",\"code\":\"x\"}"));
  }

  private static String path(Request request) {
    return request.url().replaceFirst("^.*?" + PREFIX, "");
  }

  /** The operation of a request, the one with the fewest parameters that fits. */
  static String operation(String method, String path) {
    String plain = path.replaceAll("[?].*", "");
    return PermissionExpectation.ALL.keySet().stream()
        .filter(one -> one.startsWith(method + " "))
        .filter(
            one ->
                plain.matches(one.substring(one.indexOf(' ') + 1).replaceAll("\\{\\w+}", "[^/]+")))
        .min(Comparator.comparingInt(one -> one.split("\\{", -1).length))
        .orElseThrow(() -> new AssertionError("no operation is " + method + " " + plain));
  }

  /** Goes to a path as a link does, and waits for nothing. */
  static void step(Page page, String path) {
    page.evaluate(
        """
        path => {
          document.querySelectorAll('dialog[open]').forEach(one => one.close());
          history.pushState(null, '', path);
          dispatchEvent(new PopStateEvent('popstate'));
        }\
        """,
        path);
  }

  /** Goes to a path, and waits for what it shows. */
  void go(String path) {
    step(page, path);
    page.locator("h1").waitFor();
    // A part of the page may ask for more once it was answered, and says nothing meanwhile.
    for (int i = 0; i < 2; i++) {
      page.evaluate("() => new Promise(done => requestAnimationFrame(() => setTimeout(done)))");
      page.waitForCondition(() -> asking.get() <= 0);
    }
    page.waitForFunction(
        "() => ![...document.querySelectorAll('main [role=status]')].some(one =>"
            + " one.textContent.includes('Loading'))");
  }

  /** What a script says of the page. */
  Object evaluate(String script) {
    return page.evaluate(script);
  }

  /** What the page would have changed. */
  List<Wish> pressEverything(String path) {
    int before = wishes.size();
    go(path);
    for (String key : List.of("j", "a", "r", "x", "z")) {
      page.keyboard().press(key);
    }
    page.keyboard().press("Escape");
    go(path);
    page.evaluate(PRESS_ALL);
    return List.copyOf(wishes.subList(before, wishes.size()));
  }

  List<Refusal> refusals() {
    return refusals;
  }

  /**
   * Asks for something as a page would, really.
   *
   * @return the status of the answer and what it says, unless it is a refusal; a request about many
   *     things refuses each
   */
  Optional<String> answerTo(Wish wish) {
    page.unrouteAll();
    Object answer =
        page.evaluate(
            """
            async ([method, url, body]) => {
              const csrf = document.cookie.split('; ').find(one => one.startsWith('__Host-imas_csrf='))?.split('=')[1];
              const headers = { 'content-type': 'application/json', 'if-match': '"1"', 'x-csrf-token': csrf };
              const answer = await fetch(url, { method, headers, body });
              return answer.status + ' ' + await answer.text();
            }\
            """,
            List.of(
                wish.method(),
                scene.url(PREFIX + wish.path()),
                wish.body().isEmpty() ? "{}" : wish.body()));
    String said = Objects.toString(answer);
    boolean isRefused =
        said.startsWith("403")
            || said.contains("\"succeeded\":0,") && said.contains("\"status\":403");
    return isRefused ? Optional.empty() : Optional.of(said);
  }

  /** One wish of each operation. */
  static Map<String, Wish> byOperation(List<Wish> wishes) {
    Map<String, Wish> one = new LinkedHashMap<>();
    new ArrayList<>(wishes).forEach(wish -> one.putIfAbsent(wish.operation(), wish));
    return one;
  }
}
