package dev.imas.notifier;

import dev.imas.core.model.ChannelProvider;
import dev.imas.notifier.channel.InstalledKind;
import dev.imas.notifier.channel.browser.BrowserKind;
import dev.imas.notifier.channel.console.ConsoleKind;
import dev.imas.notifier.channel.custom.CustomWebhookKind;
import dev.imas.notifier.channel.discord.DiscordKind;
import dev.imas.notifier.channel.email.EmailKind;
import dev.imas.notifier.channel.mattermost.MattermostKind;
import dev.imas.notifier.channel.ntfy.NtfyKind;
import dev.imas.notifier.channel.opsgenie.OpsgenieKind;
import dev.imas.notifier.channel.pagerduty.PagerDutyKind;
import dev.imas.notifier.channel.pushover.PushoverKind;
import dev.imas.notifier.channel.slack.SlackKind;
import dev.imas.notifier.channel.sms.SmsKind;
import dev.imas.notifier.channel.teams.TeamsKind;
import dev.imas.notifier.channel.telegram.TelegramKind;
import dev.imas.notifier.channel.tracker.TrackerKind;
import dev.imas.notifier.channel.voice.VoiceKind;
import dev.imas.notifier.channel.webhook.WebhookKind;
import java.util.ArrayList;
import java.util.List;

/**
 * Every channel that is built in. A new one is a package below {@code notifier.channel} and one
 * line here; everything else that must know the channels asks this class.
 */
public final class InstalledChannels implements ChannelProvider {

  private static final List<InstalledKind> INSTALLED =
      List.of(
          new WebhookKind(), //
          new EmailKind(),
          SmsKind.kind(),
          VoiceKind.kind(),
          SlackKind.kind(),
          TeamsKind.kind(),
          DiscordKind.kind(),
          MattermostKind.kind(),
          TelegramKind.kind(),
          NtfyKind.kind(),
          PushoverKind.kind(),
          new BrowserKind(),
          PagerDutyKind.kind(),
          OpsgenieKind.kind(),
          CustomWebhookKind.kind(),
          new TrackerKind(),
          new ConsoleKind());

  private final List<InstalledKind> kinds;

  /** The built-in channels. Core finds them by {@link java.util.ServiceLoader}. */
  public InstalledChannels() {
    this(INSTALLED);
  }

  private InstalledChannels(List<InstalledKind> kinds) {
    this.kinds = List.copyOf(kinds);
  }

  /** The built-in channels and one more. */
  public InstalledChannels and(InstalledKind kind) {
    List<InstalledKind> more = new ArrayList<>(kinds);
    more.add(kind);
    return new InstalledChannels(more);
  }

  @Override
  public List<InstalledKind> kinds() {
    return kinds;
  }
}
