package dev.imas.core.chat;

import dev.imas.core.access.Permission;
import dev.imas.core.chat.HookRepository.Hook;
import dev.imas.core.http.Call;
import dev.imas.core.http.Principal;
import dev.imas.core.incident.Incident;
import dev.imas.core.incident.IncidentReplies;
import dev.imas.core.incident.IncidentReplies.Reply;
import dev.imas.core.model.Severity;
import dev.imas.core.platform.Fault;
import dev.imas.core.platform.Transactions;
import dev.imas.core.platform.Tx;
import io.vertx.core.Future;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Forms in chats: whoever may do something is shown the form for it, and what they send is done as
 * the API would do it. Only on a virtual thread.
 */
public final class ChatForms {

  private final Transactions transactions;
  private final IncidentReplies replies;
  private final ReplyQueue queue;
  private final InstantSource clock;
  private final HookRepository hooks = new HookRepository();
  private final ChatPeople people = new ChatPeople();

  public ChatForms(
      Transactions transactions, IncidentReplies replies, ReplyQueue queue, InstantSource clock) {
    this.transactions = transactions;
    this.replies = replies;
    this.queue = queue;
    this.clock = clock;
  }

  /**
   * Has the form opened for whoever may send it.
   *
   * @return why it is not opened; null if it is, or nothing is to be said
   */
  @Nullable String open(Hook hook, Vendor vendor, Heard.FormAsked asked) {
    try {
      return transactions
          .call(hook.tenant(), tx -> Optional.ofNullable(open(tx, hook, vendor, asked)))
          .orElse(null);
    } catch (Repeated e) {
      return null;
    } catch (Fault fault) {
      return ChatDesk.refusal(fault);
    }
  }

  private @Nullable String open(Tx tx, Hook hook, Vendor vendor, Heard.FormAsked asked) {
    Instant now = clock.instant();
    Optional<Principal> caller = people.find(tx, hook, vendor, asked.sender(), now);
    if (caller.isEmpty()) {
      return vendor.answersStrangers() ? ChatPeople.stranger(vendor, asked.sender()) : null;
    }
    once(tx, hook, asked.event(), now).await();
    Incident incident = mayDo(tx, caller.get(), asked.form(), now);
    queue.open(
        tx,
        hook,
        asked.later(),
        vendor.form(asked.form(), incident),
        vendor.shown(asked.form().otherwise(incident)));
    return null;
  }

  /** The incident that the form is about; null if there is none yet. */
  private @Nullable Incident mayDo(Tx tx, Principal caller, ChatForm form, Instant now) {
    return switch (form) {
      case ChatForm.Resolve resolve ->
          replies.resolvable(tx, caller, resolve.incident(), now).await();
      case ChatForm.Create create -> {
        if (!caller.may(Permission.INCIDENT_CREATE)) {
          throw Call.refusal(Permission.INCIDENT_CREATE);
        }
        yield null;
      }
    };
  }

  /** Does what a form was sent for, once. */
  FormSubmission submit(Hook hook, Vendor vendor, Heard.Submitted sent) {
    try {
      Optional<Principal> caller =
          transactions.call(
              hook.tenant(), tx -> people.find(tx, hook, vendor, sent.sender(), clock.instant()));
      return caller.isEmpty()
          ? refused(sent, ChatPeople.stranger(vendor, sent.sender()))
          : new FormSubmission.Done(done(hook, vendor, sent, caller.get()));
    } catch (Repeated e) {
      return new FormSubmission.Done("");
    } catch (Fault fault) {
      return refused(sent, ChatDesk.refusal(fault));
    }
  }

  private static FormSubmission refused(Heard.Submitted sent, String words) {
    return new FormSubmission.Refused(sent.form().mainField(), words);
  }

  private String done(Hook hook, Vendor vendor, Heard.Submitted sent, Principal caller) {
    Map<String, String> values = sent.values();
    return switch (sent.form()) {
      case ChatForm.Resolve resolve -> {
        Reply reply =
            new Reply(
                IncidentReplies.Act.RESOLVE,
                caller,
                resolve.incident(),
                text(values, ChatForm.NOTE),
                text(values, ChatForm.ROOT_CAUSE),
                vendor.via());
        Incident resolved =
            replies.apply(reply, (tx, at) -> once(tx, hook, sent.event(), at)).await();
        yield "You have resolved " + resolved.shortId() + ".";
      }
      case ChatForm.Create create ->
          "You have opened "
              + ChatDesk.line(
                  replies
                      .create(
                          caller,
                          values.getOrDefault(ChatForm.TITLE, ""),
                          values.getOrDefault(ChatForm.DESCRIPTION, ""),
                          severity(values),
                          vendor.via() + ":" + hook.provider() + ":" + sent.event())
                      .await());
    };
  }

  private static Severity severity(Map<String, String> values) {
    return Severity.parse(values.getOrDefault(ChatForm.SEVERITY, "")).orElse(Severity.SEV3_MEDIUM);
  }

  private static @Nullable String text(Map<String, String> values, String field) {
    String text = values.getOrDefault(field, "").strip();
    return text.isEmpty() ? null : text;
  }

  private Future<Void> once(Tx tx, Hook hook, String event, Instant at) {
    return hooks
        .take(tx, hook.provider(), event, at)
        .compose(first -> first ? Future.succeededFuture() : Future.failedFuture(new Repeated()));
  }
}
