package dev.imas.core.rights;

import dev.imas.core.access.AccessRole;
import dev.imas.core.access.Permission;
import dev.imas.core.bus.Saying;
import dev.imas.core.http.Call;
import dev.imas.core.model.Severity;
import dev.imas.core.model.UuidV7;
import dev.imas.core.notice.Notice;
import dev.imas.core.notice.NoticeKind;
import dev.imas.core.notice.NoticeReceiver;
import dev.imas.core.notice.NoticeReceivers;
import dev.imas.core.notice.Notices;
import dev.imas.core.platform.Tx;
import java.time.InstantSource;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Pages every change of administrators' rights (IAM-15), in the transaction of the change: to all
 * other administrators and to the fallback, as a SEV1, which waits for no rate and is folded into
 * nothing (decision M20). Whatever reaches the user whose rights have changed is left out. Call it
 * on a virtual thread.
 */
public final class AdminWatch {

  /** Whoever has one of these can give rights, to others or to themselves. */
  private static final Set<Permission> ADMINISTRATION =
      Set.of(
          Permission.USER_MANAGE,
          Permission.TOKEN_MANAGE,
          Permission.GRANT_MANAGE,
          Permission.LOG_IN_MANAGE);

  private final Notices notices;
  private final NoticeReceivers receivers;
  private final InstantSource clock;
  private final AdminRepository admins = new AdminRepository();

  public AdminWatch(Notices notices, NoticeReceivers receivers, InstantSource clock) {
    this.notices = notices;
    this.receivers = receivers;
    this.clock = clock;
  }

  /** Whether it is one that administrators are told of, when somebody gets or loses it. */
  public static boolean isAdministration(Permission permission) {
    return ADMINISTRATION.contains(permission);
  }

  public static boolean isAdministration(AccessRole role) {
    return role.includes(AccessRole.TENANT_ADMIN);
  }

  /** Who makes a call, and from where. */
  public static Saying author(Call call) {
    return Saying.of("rights.by", call.author(), call.address());
  }

  /**
   * @param user whose rights have changed; null: those of a program
   * @param about what the audit has the change under
   * @param title what has changed, in one line
   * @param by who changed it, and from where
   */
  public void changed(Tx tx, @Nullable UUID user, UUID about, Saying title, Saying by) {
    Notice notice =
        new Notice(
            NoticeKind.RIGHTS,
            about,
            UuidV7.at(clock.millis()).toString(), // each change is told of once, where it is made
            Severity.SEV1_CRITICAL,
            title,
            by.line(Saying.of("rights.check")),
            "/audit?subject=" + about);
    notices.send(tx, notice, receivers(tx, user, notice.urgency()));
  }

  /**
   * A user was switched off whom something still names: nobody is called there in their place.
   *
   * @param places what names them, in words
   * @param by who switched them off, and from where
   */
  public void stillNeeded(Tx tx, UUID user, String username, List<String> places, Saying by) {
    Notice notice =
        new Notice(
            NoticeKind.RIGHTS,
            user,
            UuidV7.at(clock.millis()).toString(),
            Severity.SEV2_HIGH,
            Saying.plain(username).and("rights.inactive", places.getFirst()).and(more(places)),
            by.line(Saying.of("rights.inactive.text", username))
                .andPlain("\n- " + String.join("\n- ", places)),
            "/users");
    notices.send(tx, notice, receivers(tx, user, notice.urgency()));
  }

  private static Saying more(List<String> places) {
    return places.size() == 1
        ? Saying.NOTHING
        : Saying.of("rights.inactive.more", places.size() - 1);
  }

  private Set<NoticeReceiver> receivers(Tx tx, @Nullable UUID user, Severity urgency) {
    List<UUID> others = admins.others(tx, user);
    Set<NoticeReceiver> told = new LinkedHashSet<>(receivers.ofUsers(tx, others, urgency));
    told.addAll(receivers.ofFallback(tx));
    if (user != null) {
      Set<String> own = admins.places(tx, user);
      told.removeIf(one -> own.contains(AdminRepository.place(one.channel(), one.address())));
    }
    return told;
  }
}
