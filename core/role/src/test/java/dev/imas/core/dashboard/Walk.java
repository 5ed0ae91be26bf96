package dev.imas.core.dashboard;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Does a task as a person does, and counts what it takes: presses, keys, and fields that are filled
 * in.
 */
final class Walk {

  final Page page;
  private int presses;
  private int keys;
  private int fields;

  Walk(Page page) {
    this.page = page;
  }

  Walk button(String name) {
    return press(
        page.getByRole(
                AriaRole.BUTTON, new Page.GetByRoleOptions().setName(Pattern.compile("^" + name)))
            .locator("visible=true")
            .first());
  }

  Walk buttonOf(Locator within, String name) {
    return press(
        within
            .getByRole(
                AriaRole.BUTTON,
                new Locator.GetByRoleOptions().setName(Pattern.compile("^" + name)))
            .last());
  }

  Walk press(Locator what) {
    what.click();
    presses++;
    return this;
  }

  /** A choice from a list counts as a press: the list is opened by the same one. */
  Walk choose(Locator list, String value) {
    list.selectOption(value);
    presses++;
    return this;
  }

  Walk key(String key) {
    page.keyboard().press(key);
    keys++;
    return this;
  }

  Walk type(Locator field, String text) {
    field.fill(text);
    fields++;
    return this;
  }

  /** What it took, as three cells of a table. */
  String cells() {
    return String.format(Locale.ROOT, "%d | %d | %d", presses, keys, fields);
  }
}
