package dev.imas.notifier.channel;

import dev.imas.core.wording.SafeText;
import dev.imas.core.wording.Words;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An issue as its tracker has it.
 *
 * @param id by which the API of the tracker knows it
 * @param key as people name it, such as {@code owner/name#12}
 * @param url of its page; what no browser opens as a page is left out
 * @param state as the tracker calls it
 */
public record TrackerIssue(
    String id, String key, String url, String title, boolean isOpen, String state) {

  private static final int SHORT = 200;
  private static final int URL = 1_000;

  /** The end of a task with it. Texts of the tracker are cut and made harmless. */
  public TaskEnd.Done done() {
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("id", SafeText.line(id, SHORT));
    result.put("key", SafeText.line(key, SHORT));
    String page = SafeText.line(url, URL);
    result.put("url", Words.isWebAddress(page) ? page : "");
    result.put("title", SafeText.line(title, SHORT));
    result.put("open", isOpen);
    result.put("state", SafeText.line(state, SHORT));
    return new TaskEnd.Done(result);
  }
}
