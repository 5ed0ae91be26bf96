package dev.imas.core.preference;

import dev.imas.core.http.Body;
import java.util.regex.Pattern;

/** What a request writes of a view. */
record ViewDraft(String name, String page, String query, boolean isShared) {

  private static final Pattern PAGE = Pattern.compile("[a-z][a-z0-9-]{0,39}");
  private static final Pattern QUERY =
      Pattern.compile("(?!\\?)(?:[^%#\\s\\p{Cntrl}]++|%\\p{XDigit}{2})*+");
  private static final int LONGEST_NAME = 100;
  private static final int LONGEST_QUERY = 2_000;

  /**
   * Which filters a page has is its own matter: it leaves out what it does not know. So the query
   * is only held to be one.
   */
  static ViewDraft read(Body body) {
    body.only("name", "page", "query", "is_shared");
    String name = body.requiredText("name", LONGEST_NAME);
    String page = body.requiredText("page", 40);
    if (!page.isEmpty() && !PAGE.matcher(page).matches()) {
      body.fault("/page", "must be a page such as incidents: lower-case letters, digits, hyphens");
    }
    String query = body.text("query", LONGEST_QUERY, "");
    if (!QUERY.matcher(query).matches()) {
      body.fault(
          "/query",
          "must be the query of an address without its question mark, such as"
              + " status=TRIGGERED&severity=SEV1; write a space as %20");
    }
    boolean isShared = body.flag("is_shared", false);
    body.throwIfFaulty();
    return new ViewDraft(name, page, query, isShared);
  }
}
