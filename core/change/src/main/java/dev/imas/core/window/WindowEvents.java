package dev.imas.core.window;

import dev.imas.core.changeevent.ChangeEvent;
import dev.imas.core.changeevent.ChangeEvent.Concerned;
import dev.imas.core.changeevent.ChangeEvent.Kind;
import dev.imas.core.changeevent.ChangeReaction;
import dev.imas.core.http.Api;
import dev.imas.core.platform.Tx;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Tells others what happened to deployment windows. */
final class WindowEvents {

  private final ChangeReaction reaction;

  WindowEvents(ChangeReaction reaction) {
    this.reaction = reaction;
  }

  /**
   * @param window as it is now
   * @param author who did it
   * @param message what they wrote; empty: nothing
   */
  void happened(Tx tx, Kind kind, DeploymentWindow window, String author, String message) {
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("id", window.id());
    data.put("title", window.title());
    data.put("environment", window.environment().name());
    data.put("tier", window.tier().wireName());
    data.put(
        "services",
        window.services().stream()
            .map(one -> Map.of("id", one.id(), "name", one.name(), "team", one.team().name()))
            .toList());
    data.put("from", window.from());
    data.put("until", window.until());
    data.put("sha", window.sha());
    data.put("status", window.status());
    data.put("approval", window.approval());
    data.put("author", author);
    data.put("message", message);
    data.put("sequence", window.version());
    List<Concerned> concerns =
        window.services().stream().map(one -> new Concerned(one.id(), one.team().id())).toList();
    reaction.react(
        tx,
        new ChangeEvent(
            kind,
            window.id(),
            Integer.toString(window.version()),
            concerns,
            Api.BASE + DeploymentWindowRoutes.PATH + "/" + window.id(),
            data));
  }
}
