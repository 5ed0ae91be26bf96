export default {
  "flapping.about":
    "An incident that keeps coming back would page each time. A flapping incident pages a few times, then stays open until it’s quiet.",
  "flapping.from": "An incident flaps once it has reopened {returns} times within {within}.",
  "flapping.then":
    "After that, its alerts page nobody. It resolves after {length} without a firing alert. A higher severity still pages.",
  "flapping.off": "Off: every return pages.",
  "flapping.change": "Edit flapping settings",
  "flapping.active": "Detect flapping",
  "flapping.active.hint": "Default: on",
  "flapping.returns": "Reopened at least",
  "flapping.returns.hint": "2 to 20 times. Default: 4",
  "flapping.within": "Within",
  "flapping.within.hint": "1 minute to 24 hours. Default: 1 hour",
  "flapping.holdDown": "Resolve after quiet time of",
  "flapping.holdDown.hint": "1 minute to 24 hours. Default: 15 minutes. Incidents already waiting keep their time.",
};
