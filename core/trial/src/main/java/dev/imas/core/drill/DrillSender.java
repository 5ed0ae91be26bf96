package dev.imas.core.drill;

import dev.imas.core.bus.Saying;
import dev.imas.core.drill.DrillRepository.Message;
import dev.imas.core.message.LinkToken;
import dev.imas.core.model.ChannelKind;
import dev.imas.core.model.ChannelKinds;
import dev.imas.core.model.Severity;
import dev.imas.core.notice.Notice;
import dev.imas.core.notice.NoticeKind;
import dev.imas.core.notice.NoticeReceiver;
import dev.imas.core.notice.Notices;
import dev.imas.core.platform.Credential;
import dev.imas.core.platform.SecretBox;
import dev.imas.core.platform.Tx;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;

/**
 * Sends the messages of drills as notices that say in every visible place that nothing is wrong.
 * Each has a link by which its receiver acknowledges the drill. What mirrors incidents elsewhere,
 * such as PagerDuty, gets none.
 */
public final class DrillSender {

  private final Notices notices;
  private final ChannelKinds channels;
  private final SecretBox secrets;
  private final DrillRepository drills = new DrillRepository();

  public DrillSender(Notices notices, ChannelKinds channels, SecretBox secrets) {
    this.notices = notices;
    this.channels = channels;
    this.secrets = secrets;
  }

  /** Sends it, or, if the drill sends nothing, only writes down that its time has come. */
  void send(Tx tx, Drill drill, Message message, Instant now) {
    if (!drill.sends() || !takes(message.channel())) {
      drills.sent(tx, message, now, null, null);
      return;
    }
    Notice notice = notice(drill, message);
    notices.send(
        tx,
        notice,
        Set.of(new NoticeReceiver(message.receiver(), message.channel(), message.address())));
    UUID delivery =
        drills.makeAnswerable(tx, drill.id(), notice.key(), message.receiver()).orElse(null);
    drills.sent(
        tx,
        message,
        now,
        delivery,
        delivery == null ? null : Credential.hash(LinkToken.of(secrets, delivery).reveal()));
  }

  /** Whether a drill can be sent by that channel. */
  boolean takes(String channel) {
    return channel.equals(ChannelKind.CONSOLE)
        || channels.of(channel).flatMap(ChannelKind::medium).isPresent();
  }

  private static Notice notice(Drill drill, Message message) {
    int round = message.place().round() + 1;
    int step = message.place().step() + 1;
    return new Notice(
        NoticeKind.DRILL,
        drill.id(),
        "round " + round + ", step " + step,
        // As soon as a page would come, and apart from the rate of other messages.
        Severity.SEV1_CRITICAL,
        Saying.of("drill.title", drill.serviceName()),
        Saying.of(
                "drill.policy",
                drill.policyName(),
                drill.severity(),
                drill.serviceName(),
                drill.teamName())
            .line(Saying.of("drill.step", step, round))
            .line(Saying.of("drill.end")),
        "/drills/" + drill.id());
  }
}
