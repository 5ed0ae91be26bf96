package dev.imas.core.wording;

/** A page as plain text. */
public final class TextPage {

  private TextPage() {}

  public static String render(PageLines page) {
    StringBuilder text = new StringBuilder(page.headline()).append('\n');
    if (!page.summary().isEmpty()) {
      text.append('\n').append(page.summary()).append("\n\n");
    }
    for (PageLines.Line line : page.lines()) {
      text.append(line.label()).append(": ").append(line.value()).append('\n');
    }
    return text.toString();
  }
}
