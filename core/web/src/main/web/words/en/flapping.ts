export default {
  "flapping.about":
    "An incident that ends and comes back again and again would call people each time. Such an incident flaps: it is told a few times, and then stays open until it is calm.",
  "flapping.from": "An incident flaps once it has come back {returns} times within {within}.",
  "flapping.then":
    "From then on, nobody is called when its alerts fire again, and it resolves when nothing has fired for {length}. A rise in severity is still told.",
  "flapping.off": "It is switched off: no incident flaps, and each return is told.",
  "flapping.change": "Change when incidents flap",
  "flapping.active": "Incidents may flap",
  "flapping.active.hint": "Usual: yes",
  "flapping.returns": "How often it comes back",
  "flapping.returns.hint": "From 2 to 20; usual: 4",
  "flapping.within": "Within",
  "flapping.within.hint": "From PT1M to PT24H; usual: PT1H, which is an hour",
  "flapping.holdDown": "Resolves when nothing has fired for",
  "flapping.holdDown.hint":
    "From PT1M to PT24H; usual: PT15M, which is 15 minutes. What waits for its end already keeps its time.",
};
