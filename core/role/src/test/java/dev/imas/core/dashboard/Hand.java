package dev.imas.core.dashboard;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.util.regex.Pattern;

/**
 * By what a person uses a page: by keys alone, which have to reach everything, or by a finger on a
 * small screen.
 */
abstract class Hand {

  /** More stops than any page has. */
  private static final int MOST_STOPS = 300;

  final Page page;

  private Hand(Page page) {
    this.page = page;
  }

  /** Follows a link, or presses a button. */
  abstract void press(Locator what);

  abstract void type(Locator field, String text);

  abstract void tick(Locator box);

  /** One of several, of which one is chosen already. */
  abstract void pick(Locator radio);

  /** Chooses what begins with this text. */
  abstract void choose(Locator list, String beginning);

  void press(String button) {
    press(named(page.locator("body"), button));
  }

  void press(Locator within, String button) {
    press(named(within, button));
  }

  private static Locator named(Locator within, String button) {
    return within
        .getByRole(
            AriaRole.BUTTON, new Locator.GetByRoleOptions().setName(Pattern.compile("^" + button)))
        .locator("visible=true")
        .first();
  }

  Locator dialog() {
    return page.locator("dialog[open]");
  }

  /** What is behind the three dots beside the title. */
  void pressAct(String name) {
    press(page.locator(".head .more > summary"));
    press(page.locator(".head .menu-acts"), name);
  }

  /** A mouse is never used, and no element is focused but by Tab. */
  static Hand keyboard(Page page) {
    return new Hand(page) {

      private void reach(Locator what) {
        what.waitFor();
        for (int stops = 0; stops < MOST_STOPS; stops++) {
          if ((boolean) what.evaluate("one => one === document.activeElement")) {
            return;
          }
          page.keyboard().press("Tab");
        }
        throw new AssertionError("no Tab leads to " + what);
      }

      @Override
      void press(Locator what) {
        reach(what);
        page.keyboard().press("Enter");
      }

      @Override
      void type(Locator field, String text) {
        reach(field);
        page.keyboard().press("Control+a");
        page.keyboard().type(text);
      }

      @Override
      void tick(Locator box) {
        reach(box);
        page.keyboard().press("Space");
      }

      /** A group has one stop, and arrows lead on from there. */
      @Override
      void pick(Locator radio) {
        radio.waitFor();
        String name = radio.getAttribute("name");
        reach(page.locator("dialog[open] input[name='" + name + "']:checked"));
        for (int i = 0; i < MOST_STOPS && !radio.isChecked(); i++) {
          page.keyboard().press("ArrowDown");
        }
      }

      @Override
      void choose(Locator list, String beginning) {
        reach(list);
        page.keyboard().type(beginning);
      }
    };
  }

  static Hand finger(Page page) {
    return new Hand(page) {

      @Override
      void press(Locator what) {
        what.click();
      }

      @Override
      void type(Locator field, String text) {
        field.click();
        field.fill(text);
      }

      @Override
      void tick(Locator box) {
        box.click();
      }

      @Override
      void pick(Locator radio) {
        radio.click();
      }

      @Override
      void choose(Locator list, String beginning) {
        list.waitFor();
        list.selectOption(
            (String)
                list.evaluate(
                    "(one, text) => [...one.options].find(o => o.label.startsWith(text)).value",
                    beginning));
      }
    };
  }
}
