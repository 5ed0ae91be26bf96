package dev.imas.core.rights;

import dev.imas.core.feature.CoreContext;
import dev.imas.core.feature.Feature;
import dev.imas.core.scheduler.TimerKind;
import java.util.List;

/** Tells people of changes to accounts and to who administers, and ends what is lent for a time. */
public final class RightsFeature implements Feature {

  private final CoreContext core;
  private final AdminWatch admins;
  private final AccountWatch accounts;

  public RightsFeature(CoreContext core) {
    this.core = core;
    this.admins = new AdminWatch(core.notices(), core.receivers(), core.clock());
    this.accounts = new AccountWatch(core.notices(), core.receivers(), core.clock());
  }

  public AdminWatch admins() {
    return admins;
  }

  public AccountWatch accounts() {
    return accounts;
  }

  @Override
  public List<TimerKind> timers() {
    return List.of(new ExpiryTimer(core.notices(), core.receivers(), core.timers()).kind());
  }
}
