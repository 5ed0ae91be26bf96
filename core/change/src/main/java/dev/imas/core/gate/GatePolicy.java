package dev.imas.core.gate;

import dev.imas.core.http.Body;

/**
 * What blocks a production deployment besides freezes and an open SEV1, which always do. Otherwise
 * it is a warning.
 *
 * @param blocksOpenSev2 an open SEV2 of the service, or of one that it depends on
 * @param blocksInProgress another deployment of the service to the environment
 * @param blocksNobodyOnCall that nobody is on call for the service's team
 */
record GatePolicy(boolean blocksOpenSev2, boolean blocksInProgress, boolean blocksNobodyOnCall) {

  static final GatePolicy USUAL = new GatePolicy(false, false, false);

  static GatePolicy read(Body body) {
    body.only("blocks_open_sev2", "blocks_in_progress", "blocks_nobody_on_call", "version");
    GatePolicy policy =
        new GatePolicy(
            body.flag("blocks_open_sev2", USUAL.blocksOpenSev2),
            body.flag("blocks_in_progress", USUAL.blocksInProgress),
            body.flag("blocks_nobody_on_call", USUAL.blocksNobodyOnCall));
    body.throwIfFaulty();
    return policy;
  }
}
