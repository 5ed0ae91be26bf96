package dev.imas.core.gate;

import dev.imas.core.http.Body;

/**
 * What blocks a production deployment besides freezes and an open SEV1, which always do. Otherwise
 * it is a warning.
 *
 * @param blocksOpenSev2 an open SEV2 of the service, or of one that it depends on
 * @param blocksInProgress another deployment of the service to the environment
 * @param blocksNobodyOnCall that nobody is on call for the service's team
 * @param productionApprovals how many people approve a deployment window to production
 * @param stagingApprovals the same to staging
 */
record GatePolicy(
    boolean blocksOpenSev2,
    boolean blocksInProgress,
    boolean blocksNobodyOnCall,
    int productionApprovals,
    int stagingApprovals) {

  private static final int MOST_APPROVALS = 5;

  static final GatePolicy USUAL = new GatePolicy(false, false, false, 1, 0);

  static GatePolicy read(Body body) {
    body.only(
        "blocks_open_sev2",
        "blocks_in_progress",
        "blocks_nobody_on_call",
        "production_approvals",
        "staging_approvals",
        "version");
    GatePolicy policy =
        new GatePolicy(
            body.flag("blocks_open_sev2", USUAL.blocksOpenSev2),
            body.flag("blocks_in_progress", USUAL.blocksInProgress),
            body.flag("blocks_nobody_on_call", USUAL.blocksNobodyOnCall),
            body.whole("production_approvals", 0, MOST_APPROVALS, USUAL.productionApprovals),
            body.whole("staging_approvals", 0, MOST_APPROVALS, USUAL.stagingApprovals));
    body.throwIfFaulty();
    return policy;
  }
}
