/** Links for calendar programs. */
export default {
  "feedlink.title": "Calendar feed",
  "feedlink.text": "Anyone with this link can see the shifts. Calendar apps may refresh only a few times a day.",
  "feedlink.new": "Create calendar link",
  "feedlink.made": "Copy this link now. You won’t see it again.",
  "feedlink.revoke": "Revoke link",
  "feedlink.revoked": "Link revoked",
  "feedlink.text.events":
    "Anyone with this link can see titles, times, environments and services. Calendar apps may refresh only a few times a day.",
  "feedlink.everything": "Create link to everything",
  "feedlink.mine": "Create link to my meetings",
  "feedlink.only": "Create link to {name}",
  "feedlink.of.everything": "Everything",
  "feedlink.of.user": "Meetings of {name}",
  "feedlink.file": "Add to calendar",
};
