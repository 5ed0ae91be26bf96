/** What a deletion would affect. */
export default {
  dependants: "Affected by this",
  "dependants.none": "Nothing else uses it.",
  "dependants.policies": "Escalation policies",
  "dependants.services": "Services",
  "dependants.rules": "Routing rules",
  "dependants.teams": "Channels of teams",
  "dependants.people": "People",
  "dependants.instead": "Messages go through {names} instead.",
  "dependants.last": "Nobody will be on call for {team}: it has no other schedule.",
};
