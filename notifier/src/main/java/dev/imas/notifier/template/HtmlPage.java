package dev.imas.notifier.template;

/** A page as HTML for mail: no style sheet, no image, nothing loaded from elsewhere. */
public final class HtmlPage {

  private HtmlPage() {}

  public static String render(PageLines page) {
    StringBuilder html =
        new StringBuilder("<!DOCTYPE html><html><body style=\"font-family:sans-serif\">")
            .append("<h2 style=\"border-left:6px solid ")
            .append(page.color())
            .append(";padding-left:10px;color:")
            .append(page.color())
            .append("\">")
            .append(escape(page.headline()))
            .append("</h2>");
    if (!page.summary().isEmpty()) {
      html.append("<p>").append(escape(page.summary()).replace("\n", "<br>")).append("</p>");
    }
    html.append("<table>");
    for (PageLines.Line line : page.lines()) {
      html.append("<tr><td style=\"padding-right:1em\"><b>")
          .append(escape(line.label()))
          .append("</b></td><td>")
          .append(value(line))
          .append("</td></tr>");
    }
    return html.append("</table></body></html>").toString();
  }

  private static String value(PageLines.Line line) {
    String text = escape(line.value());
    // People type in a runbook's address. It becomes a link only if a browser opens it as a page.
    return line.isLink() && Words.isWebAddress(line.value())
        ? "<a href=\"" + text + "\">" + text + "</a>"
        : text;
  }

  public static String escape(String text) {
    StringBuilder html = new StringBuilder(text.length() + 16);
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '&' -> html.append("&amp;");
        case '<' -> html.append("&lt;");
        case '>' -> html.append("&gt;");
        case '"' -> html.append("&quot;");
        case '\'' -> html.append("&#39;");
        default -> html.append(c);
      }
    }
    return html.toString();
  }
}
