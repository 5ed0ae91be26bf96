package dev.imas.core.user;

import dev.imas.core.feature.CoreContext;
import dev.imas.core.feature.Feature;
import dev.imas.core.http.Api;
import dev.imas.core.rights.RightsFeature;
import java.util.List;

/** People, and the teams that they are in. */
public final class UserFeature implements Feature {

  private final UserRoutes users;
  private final MemberRoutes members;

  /**
   * @param duties what keeps somebody from leaving, and goes to a successor
   * @param password asks callers for their own
   */
  public UserFeature(
      CoreContext core, List<KeepsUser> duties, OwnPassword password, RightsFeature rights) {
    this.users =
        new UserRoutes(
            core.searches(), core.clock(), duties, rights.admins(), password, rights.accounts());
    this.members = new MemberRoutes(core.searches());
  }

  public UserRoutes users() {
    return users;
  }

  public MemberRoutes members() {
    return members;
  }

  @Override
  public List<String> apiTags() {
    return List.of("users");
  }

  @Override
  public void mount(Api api) {
    users.mount(api);
    members.mount(api);
  }
}
