package dev.imas.core.incident;

import dev.imas.core.bus.PageContent;
import dev.imas.core.model.Labels;
import dev.imas.core.rule.RuleActions;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The alert that opens an incident, as it is then.
 *
 * @param labels all of them, with what rules have set: by them policies and scopes are chosen, now
 *     and later
 * @param forMessages its texts, cut to what a message can carry
 * @param actions what the rules that routed it say of the incident
 * @param tags the names of the tags that these give it
 * @param labelsBy the version of the rules that have set some of the labels; null if none have
 */
public record OpeningAlert(
    Labels labels,
    PageContent.Alert forMessages,
    RuleActions actions,
    List<String> tags,
    @Nullable Integer labelsBy) {

  public OpeningAlert {
    tags = List.copyOf(tags);
  }
}
