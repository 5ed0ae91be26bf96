package dev.imas.core.chat;

import dev.imas.core.feature.CoreContext;
import dev.imas.core.feature.Feature;
import dev.imas.core.feature.OpenRoutes;
import dev.imas.core.incident.IncidentReplies;
import dev.imas.core.room.TimelineMessages;
import dev.imas.core.schedule.OnCall;
import dev.imas.core.scheduler.Scheduler.Recurring;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Buttons, commands and forms in chats. */
public final class ChatFeature implements Feature {

  private final CoreContext core;
  private final ChatDesk desk;
  private final ChatForms forms;
  private final @Nullable String publicUrl;

  /**
   * @param publicUrl core's address for vendors; null: what their requests say
   */
  public ChatFeature(
      CoreContext core,
      IncidentReplies replies,
      TimelineMessages marks,
      @Nullable String publicUrl) {
    this.core = core;
    this.publicUrl = publicUrl;
    ReplyQueue queue = new ReplyQueue(core.secrets(), core.vertx().eventBus(), core.clock());
    this.forms = new ChatForms(core.searches(), replies, queue, core.clock());
    this.desk = new ChatDesk(core.searches(), replies, marks, queue, new OnCall(), core.clock());
  }

  @Override
  public void open(OpenRoutes routes) {
    new CallbackRoutes(desk, forms, core.searches(), core.secrets(), core.clock(), publicUrl)
        .mount(routes.router(), routes.limits(), routes.handlers());
  }

  @Override
  public List<Recurring> recurring() {
    return List.of(
        Recurring.every(
            Duration.ofHours(1),
            "callbacks-past",
            tenant -> core.upkeep().forEachTenant(desk::forget)));
  }
}
