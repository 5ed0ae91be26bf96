package dev.imas.core.http;

import io.vertx.core.http.HttpServerResponse;

/**
 * What is left of a limit, as answers say it: in the fields of the IETF's draft
 * (draft-ietf-httpapi-ratelimit-headers-10) and in those that clients of other APIs know.
 *
 * @param policy the limit's name: token, tenant or address
 * @param quota requests at once, after a pause
 * @param window the seconds in which the quota is restored as a whole
 * @param remaining requests that are left now
 * @param reset seconds until the whole quota is there again, if nothing more is sent
 */
record RateLimit(String policy, long quota, long window, long remaining, long reset) {

  void putInto(HttpServerResponse response) {
    String limit = Long.toString(quota);
    String left = Long.toString(remaining);
    String again = Long.toString(reset);
    response
        .putHeader("ratelimit-policy", "\"" + policy + "\";q=" + limit + ";w=" + window)
        .putHeader("ratelimit", "\"" + policy + "\";r=" + left + ";t=" + again)
        .putHeader("x-ratelimit-limit", limit)
        .putHeader("x-ratelimit-remaining", left)
        .putHeader("x-ratelimit-reset", again);
  }
}
